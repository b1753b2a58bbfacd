package dev.leat.stream;

import java.nio.ByteBuffer;

/**
 * Where messages begin in a segment: not each, but one every few KiB or milliseconds, from which
 * the others are found by decoding. Where the bytes do not delimit themselves, each.
 *
 * <p>It lies in the segment's own memory and grows from its end towards the messages, so that a
 * log's memory is what its segments have, however small its messages are.
 *
 * <p>Written by the appender under the log's lock, read by anyone who may read the segment: entries
 * below {@link #size()} never change, and the volatile size is stored after them.
 */
final class SegmentIndex {
  /** The most bytes that one more message takes. */
  static final int ENTRY = 2 * Integer.BYTES + Long.BYTES;

  /** Messages that came within so many milliseconds of each other may share an entry. */
  static final long EVERY_MILLIS = 10;

  private static final int EVERY_BYTES = 4 << 10;
  private static final int NUMBER = Integer.BYTES;
  private static final int TIME = 2 * Integer.BYTES;

  private final ByteBuffer memory;
  private final boolean each;
  private volatile int size;

  /** The last entry's, kept here for the appender. */
  private int lastPosition;

  private long lastTime;

  /**
   * @param memory the segment's
   * @param each whether every message needs an entry
   */
  SegmentIndex(ByteBuffer memory, boolean each) {
    this.memory = memory;
    this.each = each;
  }

  /** Notes a message about to be appended, if it is time for an entry. */
  void note(int position, int number, long time) {
    int n = size;
    if (n > 0 && !each && position - lastPosition < EVERY_BYTES && time - lastTime < EVERY_MILLIS) {
      return;
    }
    int entry = entry(n);
    memory.putInt(entry, position).putInt(entry + NUMBER, number).putLong(entry + TIME, time);
    lastPosition = position;
    lastTime = time;
    size = n + 1;
  }

  int size() {
    return size;
  }

  /** Bytes of the segment's memory that it takes. */
  int bytes() {
    return size * ENTRY;
  }

  /** Where the entry's message begins in the segment. */
  int position(int entry) {
    return memory.getInt(entry(entry));
  }

  /** The entry's message, counted from the segment's first. */
  int number(int entry) {
    return memory.getInt(entry(entry) + NUMBER);
  }

  /** When the entry's message was appended, in milliseconds since 1970. */
  long time(int entry) {
    return memory.getLong(entry(entry) + TIME);
  }

  private int entry(int n) {
    return memory.capacity() - (n + 1) * ENTRY;
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
