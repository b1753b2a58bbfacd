package dev.leat.framing;

import java.nio.ByteBuffer;

/** Messages that an LF ends. */
record Delimited() implements Framing {
  static final Delimited LINES = new Delimited();

  @Override
  public Decoder decoder(DecoderOptions options) {
    return new LineDecoder(options);
  }

  @Override
  public long frameBound(int messageLength) {
    return messageLength + 1L;
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) throws UnencodableMessage {
    int from = message.position();
    int to = message.limit();
    if (ByteScan.indexOf(message, from, to, (byte) '\n') >= 0) {
      throw new UnencodableMessage("a message framed as lines cannot contain an LF");
    }
    if (to > from && message.get(to - 1) == '\r') {
      throw new UnencodableMessage(
          "a message framed as lines cannot end with a CR: it would be stripped on reading");
    }
    if (target.remaining() < to - from + 1) {
      throw new java.nio.BufferOverflowException();
    }
    target.put(message).put((byte) '\n');
  }

  @Override
  public boolean selfDelimiting() {
    return true;
  }

  @Override
  public String toString() {
    return "lines";
  }
}
