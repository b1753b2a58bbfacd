package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * STX, the message, ETX: the text of ISO 1745 (ECMA-16) without a block check. Nothing but STX may
 * stand between frames.
 */
record StxEtx() implements Framing {
  static final StxEtx STX_ETX = new StxEtx();
  static final byte STX = 0x02;
  static final byte ETX = 0x03;

  @Override
  public Decoder decoder(DecoderOptions options) {
    return new StxEtxDecoder(options);
  }

  @Override
  public long frameBound(int messageLength) {
    return messageLength + 2L;
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) throws UnencodableMessage {
    if (ByteScan.indexOf(message, message.position(), message.limit(), ETX) >= 0) {
      throw new UnencodableMessage(
          "a message framed as stx-etx cannot contain ETX (\"\\x03\"), which would end it");
    }
    if (target.remaining() < frameBound(message.remaining())) {
      throw new BufferOverflowException();
    }
    target.put(STX).put(message).put(ETX);
  }

  @Override
  public boolean selfDelimiting() {
    return true;
  }

  @Override
  public String toString() {
    return "stx-etx";
  }
}
