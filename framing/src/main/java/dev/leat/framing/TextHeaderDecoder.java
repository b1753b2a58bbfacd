package dev.leat.framing;

import java.nio.ByteBuffer;

/** Reads text headers that count bytes. */
final class TextHeaderDecoder extends CountedDecoder {
  private final TextHeader framing;

  TextHeaderDecoder(TextHeader framing, DecoderOptions options) {
    super(options, -1);
    this.framing = framing;
  }

  @Override
  boolean readHeader(ByteBuffer input) throws MalformedFrame {
    int width = framing.width();
    if (input.remaining() < width) {
      return false;
    }
    int from = input.position();
    long length = framing.read(input, from);
    if (length < 0) {
      throw malformed("the length header is not a number", input, from, from + width);
    }
    return lengths(width, length);
  }

  @Override
  int headerLength() {
    return framing.width();
  }
}
