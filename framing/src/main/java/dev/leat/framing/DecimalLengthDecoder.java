package dev.leat.framing;

import java.nio.ByteBuffer;

/** Reads lengths of decimal digits up to their mark. */
final class DecimalLengthDecoder extends CountedDecoder {
  private final DecimalLength framing;

  DecimalLengthDecoder(DecimalLength framing, DecoderOptions options) {
    super(options, framing.trailer());
    this.framing = framing;
  }

  @Override
  boolean readHeader(ByteBuffer input) throws MalformedFrame {
    int from = input.position();
    int end = input.limit();
    long length = 0;
    for (int at = from; at < end; at++) {
      byte b = input.get(at);
      if (b == framing.mark() && at > from && length >= framing.least()) {
        return lengths(at + 1 - from, length);
      }
      boolean afterZero = at == from + 1 && length == 0;
      if (!Digits.isDigit(b) || afterZero || at - from == Digits.MOST) {
        throw malformed("no length, then \"" + framing.mark() + "\",", input, from, at + 1);
      }
      length = length * 10 + (b - '0');
    }
    return false;
  }

  @Override
  int headerLength() {
    return -1;
  }
}
