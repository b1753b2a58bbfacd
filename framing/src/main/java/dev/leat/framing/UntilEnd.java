package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * One message: everything until the peer finishes. A stream carries one; whoever writes it must
 * then finish the output. Nothing at all is no message.
 */
record UntilEnd() implements Framing {
  static final UntilEnd EOF = new UntilEnd();

  @Override
  public Decoder decoder(DecoderOptions options) {
    return new UntilEndDecoder(options);
  }

  @Override
  public long frameBound(int messageLength) {
    return messageLength;
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) throws UnencodableMessage {
    if (!message.hasRemaining()) {
      throw new UnencodableMessage("a message framed as eof cannot be empty: nothing would arrive");
    }
    if (target.remaining() < message.remaining()) {
      throw new BufferOverflowException();
    }
    target.put(message);
  }

  @Override
  public boolean selfDelimiting() {
    return false;
  }

  @Override
  public String toString() {
    return "eof";
  }
}
