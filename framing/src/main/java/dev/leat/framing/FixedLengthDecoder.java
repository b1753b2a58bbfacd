package dev.leat.framing;

import java.nio.ByteBuffer;

/** Cuts after each so many bytes: the header is empty. */
final class FixedLengthDecoder extends CountedDecoder {
  private final int length;

  FixedLengthDecoder(int length, DecoderOptions options) {
    super(options, -1);
    this.length = length;
  }

  @Override
  boolean readHeader(ByteBuffer input) {
    return input.hasRemaining() && lengths(0, length);
  }

  @Override
  int headerLength() {
    return 0;
  }
}
