package dev.leat.stream;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file of a segment's sources, a line of UTF-8 each, which is there from the first source on.
 * It has no checksums: an entry's covers the name of its source. It may be forced by one thread
 * while another one writes.
 */
final class SourceFile implements AutoCloseable {
  private final Path file;
  private final StoreDirectory directory;
  private final Sources sources;

  /** Null while there are none. */
  private volatile @Nullable FileChannel channel;

  private int written;
  private long length;
  private volatile boolean unforced;
  private volatile boolean unnamed;

  SourceFile(StoreDirectory directory, long base, Sources sources) {
    this.directory = directory;
    this.file = directory.sources(base);
    this.sources = sources;
  }

  /** Writes the sources up to this number, as far as they are not there yet. */
  void writeUpTo(int number) throws IOException {
    if (number <= written) {
      return;
    }
    FileChannel open = channel;
    if (open == null) {
      open = directory.disk().open(file, CREATE, TRUNCATE_EXISTING, WRITE);
      unnamed = true;
      channel = open;
    }
    var lines = new ByteArrayOutputStream();
    for (int i = written + 1; i <= number; i++) {
      lines.writeBytes(sources.utf8(i));
      lines.write('\n');
    }
    SegmentFiles.write(open, ByteBuffer.wrap(lines.toByteArray()), length);
    length += lines.size();
    written = number;
    unforced = true;
  }

  /** Cuts off what a write has brought that did not come to its end. */
  void undo() throws IOException {
    FileChannel open = channel;
    if (open != null) {
      open.truncate(length);
    }
  }

  /** Forces it, and its name if it is new, if something has been written since the last time. */
  void force() throws IOException {
    FileChannel open = channel;
    if (unforced && open != null) {
      unforced = false; // first: what comes meanwhile sets it again
      open.force(false);
      if (unnamed) {
        directory.force();
        unnamed = false;
      }
    }
  }

  /** Bytes written. */
  long length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    if (open != null) {
      open.close();
    }
  }

  /** What is in the file of a segment; nothing if there is none. */
  static Sources read(StoreDirectory directory, long base) throws IOException {
    var sources = new Sources();
    Path file = directory.sources(base);
    if (Files.exists(file)) {
      try (FileChannel channel = directory.disk().open(file, READ)) {
        readOn(channel, 0, sources);
      }
    }
    return sources;
  }

  /**
   * Adds the whole lines that the file has from this position on, and answers where the next will
   * begin.
   */
  static long readOn(FileChannel file, long from, Sources sources) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, file.size() - from));
    while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {}
    int end = bytes.position();
    int start = 0;
    for (int at = 0; at < end; at++) {
      if (bytes.get(at) == '\n') {
        byte[] line = new byte[at - start];
        bytes.get(start, line);
        sources.add(line);
        start = at + 1;
      }
    }
    return from + start;
  }
}
