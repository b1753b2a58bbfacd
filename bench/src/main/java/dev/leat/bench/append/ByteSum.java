package dev.leat.bench.append;

import java.nio.ByteBuffer;

/**
 * The sum of bytes, so that whoever reads touches each of them and nobody reads anything else. It
 * does not depend on where one buffer ends and the next begins. Not safe for several threads.
 */
final class ByteSum {
  private static final long EVERY_OTHER_BYTE = 0x00ff00ff00ff00ffL;
  private static final long ONES = 0x0001000100010001L;

  private long total;
  private long bytes;

  /** Adds the bytes from the buffer's position to its limit; they are not consumed. */
  void add(ByteBuffer buffer) {
    int at = buffer.position();
    int limit = buffer.limit();
    long sum = 0;
    for (; at + Long.BYTES <= limit; at += Long.BYTES) {
      long word = buffer.getLong(at);
      long pairs = (word & EVERY_OTHER_BYTE) + ((word >>> 8) & EVERY_OTHER_BYTE);
      sum += (pairs * ONES) >>> 48; // which adds the four pairs
    }
    for (; at < limit; at++) {
      sum += buffer.get(at) & 0xff;
    }
    total += sum;
    bytes += buffer.remaining();
  }

  /** Adds what so many additions of the same would have added. */
  void addTimes(ByteBuffer buffer, long times) {
    ByteSum once = new ByteSum();
    once.add(buffer);
    total += times * once.total;
    bytes += times * once.bytes;
  }

  long bytes() {
    return bytes;
  }

  boolean isSame(ByteSum other) {
    return total == other.total && bytes == other.bytes;
  }
}
