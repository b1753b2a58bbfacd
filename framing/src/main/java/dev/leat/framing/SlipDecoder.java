package dev.leat.framing;

import java.nio.ByteBuffer;

/**
 * Reads SLIP packets. An escape that RFC 1055 does not have is an error: bytes have been lost or
 * changed.
 */
final class SlipDecoder extends UnescapingDecoder {
  private boolean escaped;

  SlipDecoder(DecoderOptions options) {
    super(options, Slip.END);
  }

  @Override
  int accept(byte b) {
    if (!escaped) {
      escaped = b == Slip.ESC;
      return b == Slip.END ? END : escaped ? NOTHING : b & 0xff;
    }
    escaped = false;
    return switch (b) {
      case Slip.ESCAPED_END -> Slip.END & 0xff;
      case Slip.ESCAPED_ESC -> Slip.ESC & 0xff;
      default -> WRONG;
    };
  }

  @Override
  void restart() {
    escaped = false;
  }

  @Override
  String wrong() {
    return "ESC is followed by what is no escape";
  }

  @Override
  int plainHeader() {
    return 0;
  }

  @Override
  boolean isPlain(ByteBuffer input, int from, int to) {
    return ByteScan.indexOf(input, from, to, Slip.ESC) < 0;
  }
}
