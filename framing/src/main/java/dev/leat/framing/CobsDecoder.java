package dev.leat.framing;

import java.nio.ByteBuffer;

/** Reads COBS frames. */
final class CobsDecoder extends UnescapingDecoder {
  /** Bytes to come of the block. */
  private int left;

  /** Whether the next block, if there is one, stands for a zero before it. */
  private boolean zero;

  CobsDecoder(DecoderOptions options) {
    super(options, (byte) 0);
  }

  @Override
  int accept(byte b) {
    if (b == 0) {
      return left == 0 ? END : WRONG;
    }
    if (left > 0) {
      left--;
      return b & 0xff;
    }
    int code = b & 0xff;
    int before = zero ? 0 : NOTHING;
    left = code - 1;
    zero = code < Cobs.FULL;
    return before;
  }

  @Override
  void restart() {
    left = 0;
    zero = false;
  }

  @Override
  String wrong() {
    return "a zero stands inside a block";
  }

  @Override
  int plainHeader() {
    return 1;
  }

  @Override
  boolean isPlain(ByteBuffer input, int from, int to) {
    return (input.get(from) & 0xff) == to - from;
  }
}
