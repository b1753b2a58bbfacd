package dev.leat.stream;

import java.nio.ByteBuffer;

/**
 * Where messages begin in a segment: not each, but one every few KiB or milliseconds, from which
 * the others are found by decoding. Where the bytes do not delimit themselves, each.
 *
 * <p>In memory it lies in the segment's own and grows from its end towards the messages, so that a
 * log's memory is what its segments have, however small its messages are. Of a segment that is on
 * disk it is the index file, which has an entry for each append.
 *
 * <p>Written by the appender under the log's lock, read by anyone who may read the segment: entries
 * below {@link #size()} never change, and the volatile size is stored after them.
 */
final class SegmentIndex {
  /** The most bytes that one more message takes. */
  static final int ENTRY = 2 * Integer.BYTES + Long.BYTES;

  /** Messages that came within so many milliseconds of each other may share an entry. */
  static final long EVERY_MILLIS = 10;

  /** Of a segment that must be loaded first. */
  static final SegmentIndex NONE = mapped(ByteBuffer.allocate(0), 0, 0, 0);

  private static final int EVERY_BYTES = 4 << 10;
  private static final int NUMBER = Integer.BYTES;
  private static final int TIME = 2 * Integer.BYTES;

  private final ByteBuffer memory;
  private final boolean each;

  // Where the entries lie, and where in an entry its numbers.

  private final int first;
  private final int step;
  private final int positionAt;
  private final int numberAt;
  private final int timeAt;

  /** What the number in an entry begins with. */
  private final int numberBase;

  private volatile int size;

  /** Entries written, visible or not: the appender's. */
  private int noted;

  /** The last entry's, kept here for the appender. */
  private int lastPosition;

  private long lastTime;

  /**
   * @param memory the segment's
   * @param each whether every message needs an entry
   */
  SegmentIndex(ByteBuffer memory, boolean each) {
    this(memory, each, memory.capacity() - ENTRY, -ENTRY, 0, NUMBER, TIME, 0);
  }

  private SegmentIndex(
      ByteBuffer memory,
      boolean each,
      int first,
      int step,
      int positionAt,
      int numberAt,
      int timeAt,
      int numberBase) {
    this.memory = memory;
    this.each = each;
    this.first = first;
    this.step = step;
    this.positionAt = positionAt;
    this.numberAt = numberAt;
    this.timeAt = timeAt;
    this.numberBase = numberBase;
  }

  /**
   * What is in an index file.
   *
   * @param header bytes before its entries
   * @param baseOffset of the segment
   */
  static SegmentIndex mapped(ByteBuffer file, int header, int entries, long baseOffset) {
    // A number within a segment fits in an int, so the lower half of the offsets is enough.
    var index =
        new SegmentIndex(
            file,
            false,
            header,
            IndexEntry.BYTES,
            IndexEntry.POSITION,
            IndexEntry.OFFSET + Integer.BYTES,
            IndexEntry.TIME,
            (int) baseOffset);
    index.noted = entries;
    index.size = entries;
    return index;
  }

  /** Notes a message about to be appended, if it is time for an entry. */
  void note(int position, int number, long time) {
    int n = noted;
    if (n > 0 && !each && position - lastPosition < EVERY_BYTES && time - lastTime < EVERY_MILLIS) {
      return;
    }
    int entry = entry(n);
    memory.putInt(entry, position).putInt(entry + NUMBER, number).putLong(entry + TIME, time);
    lastPosition = position;
    lastTime = time;
    noted = n + 1;
  }

  /** Makes the entries of messages before this position visible. */
  void publish(int end) {
    int visible = size;
    while (visible < noted && position(visible) < end) {
      visible++;
    }
    size = visible;
  }

  /** Forgets the entries that are not visible. */
  void rewind() {
    noted = size;
    if (noted > 0) {
      lastPosition = position(noted - 1);
      lastTime = time(noted - 1);
    }
  }

  int size() {
    return size;
  }

  /** Bytes of the segment's memory that it takes. */
  int bytes() {
    return noted * ENTRY;
  }

  /** Where the entry's message begins in the segment. */
  int position(int entry) {
    return memory.getInt(entry(entry) + positionAt);
  }

  /** The entry's message, counted from the segment's first. */
  int number(int entry) {
    return memory.getInt(entry(entry) + numberAt) - numberBase;
  }

  /** When the entry's message was appended, in milliseconds since 1970. */
  long time(int entry) {
    return memory.getLong(entry(entry) + timeAt);
  }

  private int entry(int n) {
    return first + n * step;
  }

  /** The last entry at this position or before it; -1 if there is none. */
  int atPosition(int position) {
    return firstNot(entry -> position(entry) <= position) - 1;
  }

  /** The last entry of this message or one before it; -1 if there is none. */
  int atNumber(int number) {
    return firstNot(entry -> number(entry) <= number) - 1;
  }

  /** The first entry of this time or later; {@link #size()} if there is none. */
  int sinceTime(long time) {
    return firstNot(entry -> time(entry) < time);
  }

  /** The first entry for which it is not so, where it is so for those before it alone. */
  private int firstNot(Condition condition) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (condition.holds(middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private interface Condition {
    boolean holds(int entry);
  }
}
