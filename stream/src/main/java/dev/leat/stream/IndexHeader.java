package dev.leat.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The beginning of a segment's index file: what the segment belongs to, and where in the stream it
 * begins. Numbers are big-endian.
 *
 * <pre>
 *    0  magic "leat-idx"
 *    8  version          uint32  1
 *   12  header's length  uint32  a multiple of 64
 *   16  epoch            int64
 *   24  base offset      int64   of the segment's first message
 *   32  base position    int64   bytes of the stream before it
 *   40  time             int64   of its first message, in milliseconds since 1970
 *   48  framing's bytes  uint32
 *   52  CRC32C           uint32  of the header, with zero here
 *   56  producers        uint32  in the file of producers; 0 if there is none
 *   60  CRC32C           uint32  of that file; 0 if there is none
 *   64  framing, its text in UTF-8, and zeros up to the header's length
 * </pre>
 *
 * @param baseOffset the segment's first message
 * @param basePosition bytes of the stream before the segment
 * @param time of the first message, in milliseconds since 1970
 * @param framing its text form
 * @param producers how many are in the {@linkplain ProducersFile file of producers}
 * @param producersChecksum that file's; 0 if there is none
 */
record IndexHeader(
    long epoch,
    long baseOffset,
    long basePosition,
    long time,
    String framing,
    int producers,
    int producersChecksum) {
  static final int VERSION = 1;

  private static final long MAGIC = 0x6c6561742d696478L;
  private static final int FIXED = 64;
  private static final int CHECKSUM = 52;
  private static final int PRODUCERS = 56;
  private static final int PRODUCERS_CHECKSUM = 60;
  private static final int LARGEST = 64 << 10;

  /** One of a segment before which producers had sent what is {@linkplain Producers#encoded so}. */
  static IndexHeader of(
      long epoch,
      long baseOffset,
      long basePosition,
      long time,
      String framing,
      ByteBuffer producers) {
    return new IndexHeader(
        epoch,
        baseOffset,
        basePosition,
        time,
        framing,
        producers.remaining() / ProducersFile.BYTES,
        ProducersFile.checksum(producers));
  }

  /** The same of another epoch. */
  IndexHeader epoch(long other) {
    return new IndexHeader(
        other, baseOffset, basePosition, time, framing, producers, producersChecksum);
  }

  /** Bytes in the file. */
  int length() {
    return lengthFor(framing);
  }

  /** Bytes that the header of a stream with this framing takes: a multiple of an entry's. */
  static int lengthFor(String framing) {
    int text = framing.getBytes(UTF_8).length;
    return FIXED + Math.ceilDiv(text, IndexEntry.BYTES) * IndexEntry.BYTES;
  }

  ByteBuffer encoded() {
    byte[] text = framing.getBytes(UTF_8);
    ByteBuffer header = ByteBuffer.allocate(length());
    header.putLong(MAGIC).putInt(VERSION).putInt(length());
    header.putLong(epoch).putLong(baseOffset).putLong(basePosition).putLong(time);
    header.putInt(text.length).put(FIXED, text);
    header.putInt(PRODUCERS, producers).putInt(PRODUCERS_CHECKSUM, producersChecksum);
    return header.putInt(CHECKSUM, checksum(header)).clear();
  }

  private static int checksum(ByteBuffer header) {
    var sum = new CRC32C();
    sum.update(header.duplicate().clear());
    return (int) sum.getValue();
  }

  /**
   * Reads the header of an index file.
   *
   * @throws StoreUnusable if this is not the index of a stream, or of another version of the format
   * @throws EOFException if the file ends within the header
   * @throws HeaderDamaged if it is not as it was written
   */
  static IndexHeader read(FileChannel index, Path file) throws IOException {
    ByteBuffer fixed = readFully(index, FIXED, file);
    long magic = fixed.getLong();
    if (magic == 0) {
      throw new HeaderDamaged("the header of " + file + " was never written");
    }
    if (magic != MAGIC) {
      throw new StoreUnusable(file + " is not the index of a stream");
    }
    int version = fixed.getInt();
    if (version != VERSION) {
      throw new StoreUnusable(
          "%s was written in version %d of the format; this program reads version %d"
              .formatted(file, version, VERSION));
    }
    int length = fixed.getInt();
    if (length < FIXED || length > LARGEST) {
      throw new HeaderDamaged("the header of " + file + " is damaged");
    }
    ByteBuffer whole = readFully(index, length, file);
    int expected = whole.getInt(CHECKSUM);
    whole.putInt(CHECKSUM, 0);
    int text = whole.getInt(CHECKSUM - Integer.BYTES);
    if (checksum(whole) != expected || text < 0 || text > length - FIXED) {
      throw new HeaderDamaged("the header of " + file + " is damaged");
    }
    byte[] framing = new byte[text];
    whole.get(FIXED, framing);
    return new IndexHeader(
        whole.getLong(16),
        whole.getLong(24),
        whole.getLong(32),
        whole.getLong(40),
        new String(framing, UTF_8),
        whole.getInt(PRODUCERS),
        whole.getInt(PRODUCERS_CHECKSUM));
  }

  private static ByteBuffer readFully(FileChannel index, int length, Path file) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    while (target.hasRemaining()) {
      if (read(index, target, file) < 0) {
        throw new EOFException(file + " ends within its header");
      }
    }
    return target.flip();
  }

  private static int read(FileChannel index, ByteBuffer target, Path file) throws IOException {
    try {
      return index.read(target, target.position());
    } catch (ClosedChannelException e) {
      throw e; // of an interrupt: that says nothing about the file
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
