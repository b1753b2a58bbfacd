package dev.leat.stream;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What producers had sent before a segment began: a file beside it, of 32 bytes for each, whoever
 * has been silent for longest first. Its checksum is in the header of the segment's index; where
 * there were no producers there is no file. Numbers are big-endian.
 *
 * <pre>
 *   0  producer  int64
 *   8  sequence  int64   the number of its last message
 *  16  offset    int64   where that is
 *  24  first     int64   the number from which on its messages lie one behind the other, up to it
 * </pre>
 */
final class ProducersFile {
  /** Of a producer, in the file. */
  static final int BYTES = 32;

  private ProducersFile() {}

  static int checksum(ByteBuffer encoded) {
    var sum = new CRC32C();
    sum.update(encoded.duplicate());
    return (int) sum.getValue();
  }

  /** Writes the file, unless it is there already or there is nothing to write. */
  static void write(StoreDirectory directory, long base, ByteBuffer encoded) throws IOException {
    Path file = directory.producers(base);
    if (encoded.hasRemaining() && !isThere(directory, file, encoded)) {
      try (FileChannel channel = directory.disk().open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
        SegmentFiles.write(channel, encoded.duplicate(), 0);
      }
    }
  }

  /** Forces the file, if it is there. */
  static void force(StoreDirectory directory, long base) throws IOException {
    Path file = directory.producers(base);
    if (Files.exists(file)) {
      try (FileChannel channel = directory.disk().open(file, WRITE)) {
        channel.force(true);
      }
    }
  }

  private static boolean isThere(StoreDirectory directory, Path file, ByteBuffer encoded)
      throws IOException {
    return Files.exists(file) && read(directory, file).equals(encoded);
  }

  /** What producers had sent before this segment; null if that cannot be told. */
  static @Nullable Producers read(StoreDirectory directory, IndexHeader header, int most)
      throws IOException {
    if (header.producers() == 0) {
      return new Producers(most);
    }
    Path file = directory.producers(header.baseOffset());
    if (Files.notExists(file)) {
      return null;
    }
    ByteBuffer encoded = read(directory, file);
    boolean whole =
        encoded.remaining() == header.producers() * BYTES
            && checksum(encoded) == header.producersChecksum();
    return whole ? Producers.decode(encoded, most) : null;
  }

  private static ByteBuffer read(StoreDirectory directory, Path file) throws IOException {
    try (FileChannel channel = directory.disk().open(file, READ)) {
      ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
      while (content.hasRemaining() && channel.read(content, content.position()) > 0) {}
      return content.flip();
    }
  }
}
