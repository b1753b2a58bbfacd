package dev.leat.stream;

import static java.nio.file.StandardOpenOption.READ;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a segment, read as they are looked through, by one thread. Unlike under a {@link
 * Mapping}, where it ends the process, a sector that cannot be read is an error; and it does no
 * harm when a writer cuts a file back. What the index speaks of is in the data, which is read after
 * it.
 */
final class SegmentContent implements AutoCloseable {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** How much of the data is read at once. */
  private static final int WINDOW = 256 << 10;

  /** Of what has been read. */
  private final Arena arena;

  private final IndexHeader header;
  private final ByteBuffer index;
  private final Sources sources;
  private final FileChannel data;
  private final int length;

  /** A part of the data, from {@link #windowFrom} on. */
  private ByteBuffer window = NOTHING;

  private int windowFrom;

  /** Null until it is asked for. */
  private @Nullable SegmentScan scan;

  private SegmentContent(
      Arena arena,
      IndexHeader header,
      ByteBuffer index,
      Sources sources,
      FileChannel data,
      int length) {
    this.arena = arena;
    this.header = header;
    this.index = index;
    this.sources = sources;
    this.data = data;
    this.length = length;
  }

  /**
   * Reads all but the data.
   *
   * @throws StoreDamaged if it cannot be read
   */
  static SegmentContent open(StoreDirectory directory, long base) throws IOException {
    IndexHeader header = Extents.header(directory, base);
    Arena arena = Arena.ofConfined();
    FileChannel data = null;
    try {
      ByteBuffer index = index(directory, base, arena);
      data = directory.disk().open(directory.data(base), READ);
      int length = size(data, directory, base, "it");
      return new SegmentContent(arena, header, index, sources(directory, base), data, length);
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      if (data != null) {
        data.close();
      }
      throw e;
    }
  }

  private static ByteBuffer index(StoreDirectory directory, long base, Arena arena)
      throws IOException {
    try (FileChannel channel = directory.disk().open(directory.index(base), READ)) {
      int size = size(channel, directory, base, "its index");
      ByteBuffer index = arena.allocate(size).asByteBuffer();
      read(channel, index, 0);
      return index.flip();
    } catch (ClosedChannelException | NoSuchFileException | StoreDamaged e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(directory, base, "its index", e);
    }
  }

  private static Sources sources(StoreDirectory directory, long base) throws IOException {
    try {
      return SourceFile.read(directory, base);
    } catch (ClosedChannelException | NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(directory, base, "the file of its sources", e);
    }
  }

  private static StoreDamaged unreadable(
      StoreDirectory directory, long base, String what, IOException why) {
    var damage =
        new StoreDamaged(
            directory.data(base), 0, base, what + " cannot be read: " + why.getMessage());
    damage.initCause(why);
    return damage;
  }

  /** The bytes of a file, which are no more than those of any segment. */
  private static int size(FileChannel file, StoreDirectory directory, long base, String what)
      throws IOException {
    long size = file.size();
    if (size > Integer.MAX_VALUE) {
      throw new StoreDamaged(
          directory.data(base), 0, base, what + " has " + size + " bytes, more than any segment");
    }
    return (int) size;
  }

  /** A whole file. */
  static ByteBuffer read(Disk disk, Path file) throws IOException {
    try (FileChannel channel = disk.open(file, READ)) {
      ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
      read(channel, content, 0);
      return content.flip();
    }
  }

  /** Reads from this position on until the buffer is full, or the file ends. */
  private static void read(FileChannel file, ByteBuffer target, long from) throws IOException {
    int start = target.position();
    while (target.hasRemaining() && file.read(target, from + target.position() - start) > 0) {}
  }

  IndexHeader header() {
    return header;
  }

  /** The file, with its header. */
  ByteBuffer index() {
    return index;
  }

  Sources sources() {
    return sources;
  }

  /** Bytes of the data. */
  int length() {
    return length;
  }

  /**
   * These bytes of the data, until others are asked for.
   *
   * @throws IOException if they cannot be read
   */
  ByteBuffer data(int position, int bytes) throws IOException {
    if (position < windowFrom || position - windowFrom > window.limit() - bytes) {
      moveWindow(position, bytes);
    }
    return window.slice(position - windowFrom, bytes);
  }

  private void moveWindow(int position, int bytes) throws IOException {
    if (window.capacity() < bytes) {
      window = arena.allocate(Math.max(bytes, Math.min(length, WINDOW))).asByteBuffer();
    }
    try {
      fillWindow(position, Math.min(window.capacity(), length - position));
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      // What came before that is there: only the part around it is asked for once more.
      if (window.limit() < bytes) {
        fillWindow(position, bytes);
      }
    }
    if (window.limit() < bytes) {
      throw new EOFException("the file has been cut short");
    }
  }

  private void fillWindow(int from, int bytes) throws IOException {
    windowFrom = from;
    window.clear().limit(bytes);
    try {
      read(data, window, from);
    } finally {
      window.flip();
    }
  }

  /** What is found when it is looked through, which is done once. */
  SegmentScan scan() throws IOException {
    SegmentScan done = scan;
    if (done == null) {
      done = new SegmentScan(this);
      scan = done;
    }
    return done;
  }

  /** Bytes behind those of whole commits. */
  int rest(SegmentScan scan) {
    return length - scan.end();
  }

  @Override
  public void close() throws IOException {
    arena.close();
    data.close();
  }
}
