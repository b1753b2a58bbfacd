package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * Serial Line IP, RFC 1055: END ends a packet; in it, END and ESC are written as two bytes each.
 * END is written only after a packet; on reading, those that stand before one are passed over.
 */
record Slip() implements Framing {
  static final Slip SLIP = new Slip();
  static final byte END = (byte) 0xc0;
  static final byte ESC = (byte) 0xdb;
  static final byte ESCAPED_END = (byte) 0xdc;
  static final byte ESCAPED_ESC = (byte) 0xdd;

  @Override
  public Decoder decoder(DecoderOptions options) {
    return new SlipDecoder(options);
  }

  @Override
  public long frameBound(int messageLength) {
    return 2L * messageLength + 1;
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) throws UnencodableMessage {
    int to = message.limit();
    if (!message.hasRemaining()) {
      throw new UnencodableMessage(
          "a message framed as slip cannot be empty: an empty packet is passed over");
    }
    long size = message.remaining() + 1L;
    for (int at = message.position(); at < to; at++) {
      byte b = message.get(at);
      if (b == END || b == ESC) {
        size++;
      }
    }
    if (target.remaining() < size) {
      throw new BufferOverflowException();
    }
    while (message.hasRemaining()) {
      byte b = message.get();
      switch (b) {
        case END -> target.put(ESC).put(ESCAPED_END);
        case ESC -> target.put(ESC).put(ESCAPED_ESC);
        default -> target.put(b);
      }
    }
    target.put(END);
  }

  @Override
  public boolean selfDelimiting() {
    return true;
  }

  @Override
  public String toString() {
    return "slip";
  }
}
