package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * No framing: a message is what one read, or one datagram, brought. Message boundaries are not in
 * the bytes.
 */
enum Unframed implements Framing {
  /** What a read brought; more than the maximum is several messages. */
  RAW,
  /** What a datagram brought; more than the maximum is too long. */
  DATAGRAM;

  @Override
  public Decoder decoder(DecoderOptions options) {
    return new UnframedDecoder(this, options);
  }

  @Override
  public long frameBound(int messageLength) {
    return messageLength;
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) {
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
    return name().toLowerCase(Locale.ROOT);
  }
}
