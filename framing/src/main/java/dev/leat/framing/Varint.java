package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * A length in base 128, seven bits a byte from the lowest on, then the message: the delimited
 * messages of Protocol Buffers. <a
 * href="https://protobuf.dev/programming-guides/encoding/#varints">Encoding: base 128 varints</a>.
 */
record Varint() implements Framing {
  static final Varint VARINT = new Varint();

  @Override
  public Decoder decoder(DecoderOptions options) {
    return new VarintDecoder(options);
  }

  @Override
  public long frameBound(int messageLength) {
    return (long) headerLength(messageLength) + messageLength;
  }

  private static int headerLength(int messageLength) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(messageLength | 1);
    return (bits + 6) / 7;
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) {
    int rest = message.remaining();
    if (target.remaining() < frameBound(rest)) {
      throw new BufferOverflowException();
    }
    while (rest > 0x7f) {
      target.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    target.put((byte) rest);
    target.put(message);
  }

  @Override
  public boolean selfDelimiting() {
    return true;
  }

  @Override
  public String toString() {
    return "varint";
  }
}
