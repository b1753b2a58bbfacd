package dev.leat.framing;

import java.nio.ByteBuffer;

/** Reads lengths of at most 32 bits in base 128. */
final class VarintDecoder extends CountedDecoder {
  private static final int MOST_BYTES = 5;

  VarintDecoder(DecoderOptions options) {
    super(options, -1);
  }

  @Override
  boolean readHeader(ByteBuffer input) throws MalformedFrame {
    int from = input.position();
    int bytes = Math.min(MOST_BYTES, input.remaining());
    long length = 0;
    for (int i = 0; i < bytes; i++) {
      byte b = input.get(from + i);
      length |= (b & 0x7fL) << (7 * i);
      if (b >= 0 && length >>> Integer.SIZE == 0) {
        return lengths(i + 1, length);
      }
    }
    if (bytes == MOST_BYTES) {
      throw malformed("the length does not fit 32 bits", input, from, from + bytes);
    }
    return false;
  }

  @Override
  int headerLength() {
    return -1;
  }
}
