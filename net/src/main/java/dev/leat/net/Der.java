package dev.leat.net;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * As much of DER (X.690) as certificates and keys need: each element is a tag, a length, contents.
 */
final class Der {
  private static final int BOOLEAN = 0x01;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;

  /** RFC 5280, section 4.1.2.5: two digits for the year until then. */
  private static final int FIRST_YEAR_OF_FOUR_DIGITS = 2050;

  private Der() {}

  static byte[] element(int tag, byte[]... contents) {
    var body = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      body.writeBytes(part);
    }
    var element = new ByteArrayOutputStream();
    element.write(tag);
    element.writeBytes(length(body.size()));
    element.writeBytes(body.toByteArray());
    return element.toByteArray();
  }

  private static byte[] length(int length) {
    if (length < 0x80) {
      return new byte[] {(byte) length};
    }
    byte[] digits = BigInteger.valueOf(length).toByteArray();
    int zeros = digits[0] == 0 ? 1 : 0;
    byte[] bytes = new byte[1 + digits.length - zeros];
    bytes[0] = (byte) (0x80 | bytes.length - 1);
    System.arraycopy(digits, zeros, bytes, 1, bytes.length - 1);
    return bytes;
  }

  static byte[] sequence(byte[]... elements) {
    return element(SEQUENCE, elements);
  }

  static byte[] integer(BigInteger value) {
    return element(INTEGER, value.toByteArray());
  }

  static byte[] yes() {
    return element(BOOLEAN, new byte[] {(byte) 0xff});
  }

  static byte[] octets(byte[]... contents) {
    return element(OCTET_STRING, contents);
  }

  /** A string of bits whose last byte has so many that do not count. */
  static byte[] bits(int unused, byte... bytes) {
    return element(BIT_STRING, new byte[] {(byte) unused}, bytes);
  }

  static byte[] objectIdentifier(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    var bytes = new ByteArrayOutputStream();
    bytes.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >>> shift != 0) {
          bytes.write(0x80 | (arc >>> shift & 0x7f));
        }
      }
      bytes.write(arc & 0x7f);
    }
    return element(OBJECT_IDENTIFIER, bytes.toByteArray());
  }

  static byte[] time(Instant instant) {
    ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
    boolean fourDigits = time.getYear() >= FIRST_YEAR_OF_FOUR_DIGITS;
    String pattern = fourDigits ? "uuuuMMddHHmmss'Z'" : "uuMMddHHmmss'Z'";
    String text = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time);
    return element(
        fourDigits ? GENERALIZED_TIME : UTC_TIME,
        text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  /**
   * The first element inside a sequence.
   *
   * @throws IllegalArgumentException if it is no sequence, or broken
   */
  static byte[] firstOf(byte[] sequence) {
    int start = contents(sequence, 0);
    int end = end(sequence, start);
    if (sequence[0] != SEQUENCE || end > sequence.length) {
      throw new IllegalArgumentException("no DER sequence");
    }
    return java.util.Arrays.copyOfRange(sequence, start, end);
  }

  /** Where the contents begin of the element that begins here. */
  private static int contents(byte[] bytes, int element) {
    int first = bytes[element + 1] & 0xff;
    return element + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  /** Where the element ends that begins here. */
  private static int end(byte[] bytes, int element) {
    int contents = contents(bytes, element);
    int first = bytes[element + 1] & 0xff;
    if (first < 0x80) {
      return contents + first;
    }
    int length = new BigInteger(1, bytes, element + 2, first & 0x7f).intValueExact();
    return Math.addExact(contents, length);
  }
}
