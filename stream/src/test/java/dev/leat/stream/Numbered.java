package dev.leat.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Messages that can be checked by themselves: a number, a checksum, and as many letters as the
 * number says. A byte out of place shows.
 */
final class Numbered {
  private static final int HEAD = 24;

  private Numbered() {}

  /** The message with this number, which holds no byte that a framing of text could not carry. */
  static ByteBuffer message(long number, int longest) {
    int letters = Math.floorMod((number * 0x9E3779B97F4A7C15L) >>> 7, longest - HEAD + 1);
    byte[] bytes = new byte[HEAD + letters];
    hex(number, 16, bytes, 0);
    for (int i = HEAD; i < bytes.length; i++) {
      bytes[i] = (byte) ('a' + Math.floorMod(number + 7L * i, 26));
    }
    hex(checksum(ByteBuffer.wrap(bytes)), 8, bytes, 16);
    return ByteBuffer.wrap(bytes);
  }

  /** The number of a message; fails if it is not as it was made. */
  static long number(ByteBuffer message) {
    int start = message.position();
    if (message.remaining() < HEAD) {
      throw new AssertionError("cut short: " + show(message));
    }
    long checksum = unhex(message, start + 16, 8);
    if (checksum != checksum(message)) {
      throw new AssertionError("not what was appended: " + show(message));
    }
    return unhex(message, start, 16);
  }

  private static long checksum(ByteBuffer message) {
    var sum = new CRC32C();
    int start = message.position();
    sum.update(message.slice(start, 16));
    sum.update(message.slice(start + HEAD, message.remaining() - HEAD));
    return sum.getValue();
  }

  private static void hex(long value, int digits, byte[] target, int at) {
    for (int i = 0; i < digits; i++) {
      target[at + i] = (byte) Character.forDigit((int) (value >>> (4 * (digits - 1 - i))) & 15, 16);
    }
  }

  private static long unhex(ByteBuffer source, int at, int digits) {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      value = (value << 4) | (Character.digit(source.get(at + i), 16) & 15);
    }
    return value;
  }

  private static String show(ByteBuffer message) {
    byte[] bytes = new byte[Math.min(message.remaining(), 200)];
    message.get(message.position(), bytes);
    return message.remaining() + " bytes, " + new String(bytes, ISO_8859_1);
  }
}
