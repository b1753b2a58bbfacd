package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/** Messages that are all of one length. */
record FixedLength(int length) implements Framing {
  FixedLength {
    if (length < 1) {
      throw new IllegalArgumentException("a fixed length must be at least 1 byte, not " + length);
    }
  }

  @Override
  public Decoder decoder(DecoderOptions options) {
    return new FixedLengthDecoder(length, options);
  }

  @Override
  public long frameBound(int messageLength) {
    return messageLength;
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) throws UnencodableMessage {
    if (message.remaining() != length) {
      throw new UnencodableMessage(
          "a message framed as "
              + this
              + " must be "
              + length
              + " bytes, not "
              + message.remaining());
    }
    if (target.remaining() < length) {
      throw new BufferOverflowException();
    }
    target.put(message);
  }

  @Override
  public boolean selfDelimiting() {
    return true;
  }

  @Override
  public String toString() {
    return "fixed:" + length;
  }
}
