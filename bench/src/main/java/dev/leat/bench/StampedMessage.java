package dev.leat.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The message of the fan-out at a fixed rate: when it was due and its number, as decimal digits,
 * then filling and an LF. {@code load/stamp.h} describes the same form for the reader. Not safe for
 * several threads.
 */
public final class StampedMessage {
  private static final int TIME_DIGITS = 19;
  private static final int NUMBER_DIGITS = 12;

  private final byte[] bytes;

  /**
   * @param size of the whole message in bytes, at least 34
   */
  public StampedMessage(int size) {
    int least = TIME_DIGITS + 1 + NUMBER_DIGITS + 2;
    if (size < least) {
      throw new IllegalArgumentException(
          "a stamped message has at least " + least + " bytes, not " + size);
    }
    bytes = "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
    bytes[TIME_DIGITS] = ' ';
    bytes[TIME_DIGITS + 1 + NUMBER_DIGITS] = ' ';
    bytes[size - 1] = '\n';
  }

  /**
   * The message with this stamp.
   *
   * @param due on the clock of {@link System#nanoTime()}, which on Linux all processes share
   * @param number of the message in its stream, from 0
   * @return always the same array, overwritten by the next call
   */
  public byte[] stamp(long due, long number) {
    writeDigits(0, TIME_DIGITS, due);
    writeDigits(TIME_DIGITS + 1, NUMBER_DIGITS, number);
    return bytes;
  }

  private void writeDigits(int from, int count, long value) {
    long rest = value;
    for (int i = from + count - 1; i >= from; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  @Override
  public String toString() {
    return new String(Arrays.copyOf(bytes, bytes.length - 1), StandardCharsets.US_ASCII);
  }
}
