package dev.leat.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds a byte eight at a time: a word XORed with the sought byte in each lane has a zero lane
 * where it stands, and subtracting one from every lane borrows into that lane's high bit first (the
 * "haszero" of Warren, Hacker's Delight, 6-1).
 *
 * <p>There is a loop for each kind of memory. A loop that has seen several is compiled with a
 * barrier around each access, and takes three times as long.
 */
final class ByteScan {
  private static final VarHandle ARRAY =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BUFFER =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private ByteScan() {}

  /** The index of the first such byte in [from, to) of the buffer, or -1. */
  static int indexOf(ByteBuffer buffer, int from, int to, byte sought) {
    if (buffer.hasArray()) {
      int shift = buffer.arrayOffset();
      int found = inArray(buffer.array(), from + shift, to + shift, sought);
      return found < 0 ? -1 : found - shift;
    }
    return buffer.isDirect()
        ? inDirect(buffer, from, to, sought)
        : inReadOnly(buffer, from, to, sought);
  }

  private static int inArray(byte[] bytes, int from, int to, byte sought) {
    long pattern = (sought & 0xffL) * ONES;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long zeros = zeroLanes((long) ARRAY.get(bytes, at) ^ pattern);
      if (zeros != 0) {
        return at + firstLane(zeros);
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == sought) {
        return at;
      }
    }
    return -1;
  }

  private static int inDirect(ByteBuffer buffer, int from, int to, byte sought) {
    long pattern = (sought & 0xffL) * ONES;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long word = buffer.getLong(at) ^ pattern;
      if (zeroLanes(word) != 0) {
        boolean first = buffer.order() == ByteOrder.LITTLE_ENDIAN;
        return at + firstLane(zeroLanes(first ? word : Long.reverseBytes(word)));
      }
    }
    for (; at < to; at++) {
      if (buffer.get(at) == sought) {
        return at;
      }
    }
    return -1;
  }

  private static int inReadOnly(ByteBuffer buffer, int from, int to, byte sought) {
    long pattern = (sought & 0xffL) * ONES;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long zeros = zeroLanes((long) BUFFER.get(buffer, at) ^ pattern);
      if (zeros != 0) {
        return at + firstLane(zeros);
      }
    }
    for (; at < to; at++) {
      if (buffer.get(at) == sought) {
        return at;
      }
    }
    return -1;
  }

  /**
   * How many such bytes there are in [from, to) of the buffer. There is no branch in the loops, so
   * they are compiled to instructions that take several words at a time.
   */
  static int count(ByteBuffer buffer, int from, int to, byte sought) {
    if (buffer.hasArray()) {
      int shift = buffer.arrayOffset();
      return countInArray(buffer.array(), from + shift, to + shift, sought);
    }
    return buffer.isDirect()
        ? countInDirect(buffer, from, to, sought)
        : countInReadOnly(buffer, from, to, sought);
  }

  private static int countInArray(byte[] bytes, int from, int to, byte sought) {
    long pattern = (sought & 0xffL) * ONES;
    long count = 0;
    int at = from;
    for (int end = from + (to - from & -Long.BYTES); at < end; at += Long.BYTES) {
      count += Long.bitCount(allZeroLanes((long) ARRAY.get(bytes, at) ^ pattern));
    }
    for (; at < to; at++) {
      count += bytes[at] == sought ? 1 : 0;
    }
    return (int) count;
  }

  private static int countInDirect(ByteBuffer buffer, int from, int to, byte sought) {
    long pattern = (sought & 0xffL) * ONES;
    long count = 0;
    int at = from;
    for (int end = from + (to - from & -Long.BYTES); at < end; at += Long.BYTES) {
      count += Long.bitCount(allZeroLanes((long) BUFFER.get(buffer, at) ^ pattern));
    }
    for (; at < to; at++) {
      count += buffer.get(at) == sought ? 1 : 0;
    }
    return (int) count;
  }

  private static int countInReadOnly(ByteBuffer buffer, int from, int to, byte sought) {
    int count = 0;
    for (int at = indexOf(buffer, from, to, sought);
        at >= 0;
        at = indexOf(buffer, at + 1, to, sought)) {
      count++;
    }
    return count;
  }

  /** A high bit for the first zero lane; above it others may be set that should not be. */
  private static long zeroLanes(long word) {
    return (word - ONES) & ~word & HIGHS;
  }

  /** A high bit for each zero lane, and for no other: no lane carries into the next. */
  private static long allZeroLanes(long word) {
    return ~(((word & ~HIGHS) + ~HIGHS) | word | ~HIGHS);
  }

  private static int firstLane(long zeros) {
    return Long.numberOfTrailingZeros(zeros) >>> 3;
  }
}
