package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * A length in ASCII decimal, padded to so many characters, then the message.
 *
 * @param width characters of the header
 * @param align where the digits are written; on reading, padding may stand on both sides
 * @param pad what fills the header; {@code 0} only where the digits are on the right
 * @param counts what the length counts
 */
record TextHeader(int width, Align align, byte pad, Counts counts) implements Framing {
  /** Longer than any length, but not so long that a header is a message. */
  private static final int WIDEST = 64;

  /** Where in the header the digits stand. */
  enum Align {
    LEFT,
    RIGHT,
    CENTER
  }

  /** What the length counts. */
  enum Counts {
    BYTES,
    /** UTF-8 code points. */
    CHARS
  }

  TextHeader {
    if (width < 1 || width > WIDEST) {
      throw new IllegalArgumentException(
          "a text header has 1 to " + WIDEST + " characters, not " + width);
    }
    if (pad == '0' && align != Align.RIGHT) {
      throw new IllegalArgumentException(
          "a header padded with 0 must be aligned right, or 5 would be read as 50");
    }
    if ((pad >= '1' && pad <= '9') || pad == '-' || pad == '+') {
      throw new IllegalArgumentException(
          "a header cannot be padded with " + (char) pad + ": it would be read as a number");
    }
  }

  /** Left-aligned, padded with spaces, counting bytes. */
  TextHeader(int width) {
    this(width, Align.LEFT, (byte) ' ', Counts.BYTES);
  }

  /** The length that the header at an index says, or a negative number if it is none. */
  long read(ByteBuffer input, int from) {
    int to = from + width;
    int first = from;
    while (pad != '0' && first < to && input.get(first) == pad) {
      first++;
    }
    while (pad != '0' && to > first && input.get(to - 1) == pad) {
      to--;
    }
    if (first == to) {
      return -1;
    }
    long length = 0;
    for (int at = first; at < to; at++) {
      byte b = input.get(at);
      if (!Digits.isDigit(b) || length >= CountedDecoder.LONGEST / 10) {
        return -1;
      }
      length = length * 10 + (b - '0');
    }
    return length;
  }

  @Override
  public Decoder decoder(DecoderOptions options) {
    return counts == Counts.BYTES
        ? new TextHeaderDecoder(this, options)
        : new CodePointDecoder(this, options);
  }

  @Override
  public long frameBound(int messageLength) {
    return (long) width + messageLength;
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) throws UnencodableMessage {
    int length = counts == Counts.BYTES ? message.remaining() : codePoints(message);
    int digits = Digits.count(length);
    if (digits > width) {
      throw new UnencodableMessage(
          "a length of "
              + length
              + " "
              + unit()
              + " does not fit the "
              + width
              + " digits of "
              + this);
    }
    if (target.remaining() < frameBound(message.remaining())) {
      throw new BufferOverflowException();
    }
    int padding = width - digits;
    int before =
        switch (align) {
          case LEFT -> 0;
          case RIGHT -> padding;
          case CENTER -> padding / 2;
        };
    pad(before, target);
    Digits.put(length, target);
    pad(padding - before, target);
    target.put(message);
  }

  private void pad(int times, ByteBuffer target) {
    for (int i = 0; i < times; i++) {
      target.put(pad);
    }
  }

  private int codePoints(ByteBuffer message) throws UnencodableMessage {
    int points = 0;
    int to = message.limit();
    for (int at = message.position(); at < to; points++) {
      int bytes = Utf8.length(message.get(at));
      if (bytes == 0 || bytes > to - at || !Utf8.isContinued(message, at, at + bytes)) {
        String shown = Bytes.quote(message, at, Math.min(4, to - at));
        throw new UnencodableMessage(
            "a message framed as "
                + this
                + " must be UTF-8, but is not at byte "
                + (at - message.position())
                + ": "
                + shown);
      }
      at += bytes;
    }
    return points;
  }

  private String unit() {
    return counts == Counts.BYTES ? "bytes" : "characters";
  }

  @Override
  public boolean selfDelimiting() {
    return true;
  }

  @Override
  public String toString() {
    var text = new StringBuilder("header:").append(width);
    if (align != Align.LEFT) {
      text.append(",align=").append(align.name().toLowerCase(Locale.ROOT));
    }
    if (pad != ' ') {
      text.append(",pad=").append(pad == ',' ? "\\x2C" : Escapes.write(new byte[] {pad}));
    }
    if (counts == Counts.CHARS) {
      text.append(",count=chars");
    }
    return text.toString();
  }
}
