package dev.leat.framing;

import java.nio.ByteBuffer;

/** Lengths as ASCII decimal digits. */
final class Digits {
  /** More would not fit a {@code long}. */
  static final int MOST = 18;

  private Digits() {}

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Digits of a number that is not negative. */
  static int count(int number) {
    int digits = 1;
    for (int rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** Writes a number that is not negative, at the target's position. */
  static void put(int number, ByteBuffer target) {
    int first = target.position();
    int digits = count(number);
    int rest = number;
    for (int at = first + digits - 1; at >= first; at--) {
      target.put(at, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    target.position(first + digits);
  }
}
