package dev.leat.stream;

import java.util.Arrays;

/**
 * Where messages begin in a segment: not each, but one every few KiB or milliseconds, from which
 * the others are found by decoding. Where the bytes do not delimit themselves, each.
 *
 * <p>Written by the appender under the log's lock, read by anyone: entries below {@link #size()}
 * never change, and the volatile size is stored after them.
 */
final class SegmentIndex {
  private static final int EVERY_BYTES = 4 << 10;
  private static final long EVERY_MILLIS = 10;

  private final boolean each;
  private int[] positions = new int[16];
  private int[] numbers = new int[16];
  private long[] times = new long[16];
  private volatile int size;

  /**
   * @param each whether every message needs an entry
   */
  SegmentIndex(boolean each) {
    this.each = each;
  }

  /** Notes a message about to be appended, if it is time for an entry. */
  void note(int position, int number, long time) {
    int n = size;
    if (n > 0
        && !each
        && position - positions[n - 1] < EVERY_BYTES
        && time - times[n - 1] < EVERY_MILLIS) {
      return;
    }
    if (n == positions.length) {
      positions = Arrays.copyOf(positions, 2 * n);
      numbers = Arrays.copyOf(numbers, 2 * n);
      times = Arrays.copyOf(times, 2 * n);
    }
    positions[n] = position;
    numbers[n] = number;
    times[n] = time;
    size = n + 1;
  }

  int size() {
    return size;
  }

  /** Where the entry's message begins in the segment. */
  int position(int entry) {
    return positions[entry];
  }

  /** The entry's message, counted from the segment's first. */
  int number(int entry) {
    return numbers[entry];
  }

  /** When the entry's message was appended, in milliseconds since 1970. */
  long time(int entry) {
    return times[entry];
  }

  /** The last entry at this position or before it; -1 if there is none. */
  int atPosition(int position) {
    return floor(Arrays.binarySearch(positions, 0, size, position));
  }

  /** The last entry of this message or one before it; -1 if there is none. */
  int atNumber(int number) {
    return floor(Arrays.binarySearch(numbers, 0, size, number));
  }

  /** The first entry of this time or later; {@link #size()} if there is none. */
  int sinceTime(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int floor(int found) {
    return found >= 0 ? found : -found - 2;
  }
}
