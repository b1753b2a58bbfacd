package dev.leat.stream;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The files of the segment that is being written. Used by the stream's own threads alone, of which
 * one writes and another may force: an interrupt of any other would close them.
 */
final class SegmentFiles implements AutoCloseable {
  private static final int ENTRIES_A_WRITE = 1024;

  private final Segment segment;
  private final ByteBuffer bytes;
  private final IndexHeader header;
  private final StoreDirectory directory;
  private final SourceFile sources;
  private final FileChannel data;
  private final FileChannel index;
  private final ByteBuffer encoded;
  private final CRC32C sum = new CRC32C();

  private int entries;
  private @Nullable IndexEntry last;

  // Seen by whoever forces.

  /** Bytes of whole commits. */
  private volatile int length;

  /** Whether something has been written since it was forced; set behind what has been. */
  private volatile boolean unforced;

  private volatile boolean sealed;

  /** Of whoever forces: up to where everything has been. */
  private long forcedEnd;

  /** Whether the file of producers has been forced. */
  private boolean begun;

  private SegmentFiles(
      Segment segment,
      IndexHeader header,
      StoreDirectory directory,
      FileChannel data,
      FileChannel index,
      ByteBuffer encoded) {
    this.segment = segment;
    this.encoded = encoded.clear();
    this.bytes = segment.view();
    this.header = header;
    this.directory = directory;
    this.sources = new SourceFile(directory, header.baseOffset(), segment.sources());
    this.data = data;
    this.index = index;
    this.forcedEnd = header.basePosition();
  }

  /** Memory for the entries of one segment after the other. */
  static ByteBuffer memory() {
    return ByteBuffer.allocateDirect(ENTRIES_A_WRITE * IndexEntry.BYTES);
  }

  /**
   * Creates the files of a segment.
   *
   * @param producers what they had sent before it, as it will be in the file
   * @param encoded for the entries of the index
   * @param force whether they, the header and the names are forced before this returns
   */
  static SegmentFiles create(
      Segment segment,
      IndexHeader header,
      ByteBuffer producers,
      StoreDirectory directory,
      ByteBuffer encoded,
      boolean force)
      throws IOException {
    FileChannel index = null;
    FileChannel data = null;
    try {
      Disk disk = directory.disk();
      ProducersFile.write(directory, header.baseOffset(), producers);
      index = disk.open(directory.index(header.baseOffset()), CREATE, TRUNCATE_EXISTING, WRITE);
      write(index, header.encoded(), 0);
      data = disk.open(directory.data(header.baseOffset()), CREATE, TRUNCATE_EXISTING, WRITE);
      var files = new SegmentFiles(segment, header, directory, data, index, encoded);
      if (force) {
        files.forceProducers();
        force(index, data);
        forceNames(directory);
      }
      return files;
    } catch (IOException e) {
      discard(e, header, directory, index, data);
      throw e;
    }
  }

  private static void discard(
      IOException failure,
      IndexHeader header,
      StoreDirectory directory,
      @Nullable FileChannel... channels) {
    try {
      for (FileChannel channel : channels) {
        if (channel != null) {
          channel.close();
        }
      }
      directory.delete(header.baseOffset());
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  static void forceNames(StoreDirectory directory) throws ForceFailed {
    try {
      directory.force();
    } catch (IOException e) {
      throw new ForceFailed(e);
    }
  }

  private static void force(FileChannel... channels) throws ForceFailed {
    try {
      for (FileChannel channel : channels) {
        channel.force(false);
      }
    } catch (IOException e) {
      throw new ForceFailed(e);
    }
  }

  /**
   * Writes what these entries speak of, and then the entries, as one commit: whoever finds an entry
   * finds its bytes and its source too, and whoever finds the last finds all.
   */
  void write(List<IndexEntry> added) throws IOException {
    int from = added.getFirst().position();
    int to = added.getLast().end();
    int newest = 0;
    for (IndexEntry entry : added) {
      newest = Math.max(newest, entry.source());
    }
    sources.writeUpTo(newest);
    write(data, bytes.limit(to).position(from), from);
    long at = header.length() + (long) entries * IndexEntry.BYTES;
    for (int i = 0; i < added.size(); i++) {
      IndexEntry entry = added.get(i);
      boolean goesOn = i < added.size() - 1;
      ByteBuffer messages = bytes.clear().slice(entry.position(), entry.length());
      entry.encode(encoded, messages, segment.sources().utf8(entry.source()), goesOn, sum);
      if (!encoded.hasRemaining() || !goesOn) {
        int size = encoded.position();
        write(index, encoded.flip(), at);
        encoded.clear();
        at += size;
      }
    }
    entries += added.size();
    last = added.getLast();
    length = to;
    unforced = true;
  }

  static void write(FileChannel file, ByteBuffer source, long position) throws IOException {
    long at = position;
    while (source.hasRemaining()) {
      at += file.write(source, at);
    }
  }

  /** Cuts off what a write has brought that did not come to its end. */
  void undo() throws IOException {
    encoded.clear();
    index.truncate(header.length() + (long) entries * IndexEntry.BYTES);
    data.truncate(length);
    sources.undo();
  }

  /** Forces the files one after the other; see the private one for when and what it answers. */
  long force() throws ForceFailed {
    return force((one, other) -> {
      one.force(false);
      other.force(false);
    });
  }

  /** Forces them, two at once. */
  long force(JointForce joint) throws ForceFailed {
    return force(joint::force);
  }

  private interface Both {
    void force(FileChannel one, FileChannel other) throws IOException;
  }

  /**
   * Forces the files, if something has been written since the last time. By one thread at a time,
   * but maybe while another one writes.
   *
   * @return the position of the stream up to which everything in them has been forced
   */
  private long force(Both both) throws ForceFailed {
    if (unforced) {
      unforced = false; // before the look at what there is: what comes later sets it again
      long end = endPosition();
      forceProducers();
      try {
        sources.force();
        both.force(data, index);
      } catch (IOException e) {
        throw new ForceFailed(e);
      }
      forcedEnd = end;
    }
    return forcedEnd;
  }

  /** Nothing more is written. */
  void seal() {
    sealed = true;
  }

  boolean sealed() {
    return sealed;
  }

  boolean unforced() {
    return unforced;
  }

  private void forceProducers() throws ForceFailed {
    if (!begun) {
      try {
        ProducersFile.force(directory, header.baseOffset());
      } catch (IOException e) {
        throw new ForceFailed(e);
      }
      begun = true;
    }
  }

  Segment segment() {
    return segment;
  }

  IndexHeader header() {
    return header;
  }

  /** Behind the last byte written, in the stream. */
  long endPosition() {
    return header.basePosition() + length;
  }

  /** What has been written; null if that is nothing. */
  @Nullable Extent extent() {
    if (last == null) {
      return null;
    }
    return new Extent(
        header.baseOffset(),
        header.basePosition(),
        header.length(),
        entries,
        length,
        (int) (last.nextOffset() - header.baseOffset()),
        sources.length() + (long) header.producers() * ProducersFile.BYTES,
        last.time());
  }

  @Override
  public void close() throws IOException {
    try (sources;
        data) {
      index.close();
    }
  }

  /** The disk would not say that it has kept what it was given; it must not be asked again. */
  static final class ForceFailed extends IOException {
    private static final long serialVersionUID = 1;

    ForceFailed(IOException cause) {
      super("the disk could not be made to keep what was written: " + cause.getMessage(), cause);
    }
  }
}
