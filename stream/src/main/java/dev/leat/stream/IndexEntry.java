package dev.leat.stream;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What one append has brought: at most 64 KiB of messages, or one larger one; where the bytes do
 * not tell where a message ends, one in any case. In the index file it takes 64 bytes, its numbers
 * big-endian.
 *
 * <pre>
 *   0  first offset  int64                     32  producer   int64   0 if none
 *   8  time          int64   ms since 1970     40  sequence   int64   of the first message
 *  16  position      uint32  in the data file  48  forced     int64   see below
 *  20  length        uint32  of the data       56  flags      uint32  1: its commit goes on
 *  24  count         uint32  of messages       60  CRC32C     uint32  of bytes 0 to 59 of the entry,
 *  28  source        uint32  0 if none                                then of its data, and of
 *                                                                     the name of its source
 * </pre>
 *
 * <p>Entries that are written together are a commit, which counts as a whole or not at all: all of
 * them but the last say that it goes on. So whoever reads a store while it is written never takes
 * what is taken back because the disk was full before the commit was complete.
 *
 * @param time in milliseconds since 1970
 * @param position where its bytes begin in the segment
 * @param length of its bytes
 * @param count of its messages
 * @param source number of the line in the file of sources, from 1; 0 if it has none
 * @param producer who has numbered its messages; 0 if nobody has
 * @param sequence the producer's number of its first message
 * @param forced the position of the stream up to which everything was known to be forced when the
 *     entry was written: what lies below it can be damaged, but not torn; -1 if that is not known
 */
record IndexEntry(
    long offset,
    long time,
    int position,
    int length,
    int count,
    int source,
    long producer,
    long sequence,
    long forced) {
  /** In the file. */
  static final int BYTES = 64;

  /** Messages of more bytes together are not put into one entry. */
  static final int LARGEST_BATCH = 64 << 10;

  static final int OFFSET = 0;
  static final int TIME = 8;
  static final int POSITION = 16;
  static final int SOURCE = 28;
  static final int PRODUCER = 32;
  static final int SEQUENCE = 40;

  private static final int LENGTH = 20;
  private static final int COUNT = 24;
  private static final int FLAGS = 56;
  private static final int GOES_ON = 1;
  private static final int CHECKSUM = 60;

  IndexEntry(long offset, int position, int length, int count, Stamp stamp, long forced) {
    this(
        offset,
        stamp.time(),
        position,
        length,
        count,
        stamp.source(),
        stamp.producer(),
        stamp.sequence(),
        forced);
  }

  /** Behind its last message. */
  long nextOffset() {
    return offset + count;
  }

  /** Behind its last byte. */
  int end() {
    return position + length;
  }

  /**
   * Writes it, with the checksum.
   *
   * @param sourceName in UTF-8
   * @param goesOn whether the next entry belongs to the same commit
   */
  void encode(ByteBuffer target, ByteBuffer data, byte[] sourceName, boolean goesOn, CRC32C sum) {
    int start = target.position();
    target.putLong(offset).putLong(time).putInt(position).putInt(length).putInt(count);
    target.putInt(source).putLong(producer).putLong(sequence).putLong(forced);
    target.putInt(goesOn ? GOES_ON : 0);
    target.putInt(checksum(target, start, data, sourceName, sum));
  }

  /** Reads it, without a look at the checksum. */
  static IndexEntry decode(ByteBuffer index, int at) {
    return new IndexEntry(
        index.getLong(at),
        index.getLong(at + TIME),
        index.getInt(at + POSITION),
        index.getInt(at + LENGTH),
        index.getInt(at + COUNT),
        index.getInt(at + SOURCE),
        index.getLong(at + PRODUCER),
        index.getLong(at + SEQUENCE),
        index.getLong(at + 48));
  }

  /** Whether the next entry belongs to the same commit. */
  static boolean goesOn(ByteBuffer index, int at) {
    return (index.getInt(at + FLAGS) & GOES_ON) != 0;
  }

  /**
   * An encoded entry with only the first of its messages, as the last of its commit.
   *
   * @param data their bytes
   * @param sourceName in UTF-8
   */
  static ByteBuffer ending(
      ByteBuffer index, int at, ByteBuffer data, byte[] sourceName, int count, CRC32C sum) {
    ByteBuffer last = ByteBuffer.allocate(BYTES).put(index.slice(at, BYTES));
    last.putInt(LENGTH, data.remaining()).putInt(COUNT, count);
    last.putInt(FLAGS, last.getInt(FLAGS) & ~GOES_ON);
    return last.putInt(CHECKSUM, checksum(last, 0, data, sourceName, sum)).clear();
  }

  /** What it says of its messages beside where they lie. */
  Stamp stamp() {
    return new Stamp(time, source, producer, sequence);
  }

  /**
   * Whether the entry, its bytes and the name of its source, which are these, are as they were
   * written.
   */
  static boolean isIntact(
      ByteBuffer index, int at, ByteBuffer data, byte[] sourceName, CRC32C sum) {
    return index.getInt(at + CHECKSUM) == checksum(index, at, data, sourceName, sum);
  }

  private static int checksum(
      ByteBuffer index, int at, ByteBuffer data, byte[] sourceName, CRC32C sum) {
    sum.reset();
    sum.update(index.slice(at, CHECKSUM));
    sum.update(data.duplicate());
    sum.update(sourceName);
    return (int) sum.getValue();
  }
}
