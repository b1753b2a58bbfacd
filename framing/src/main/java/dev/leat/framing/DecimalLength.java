package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * A length in as many decimal digits as it needs, without leading zeros, and a mark behind it; then
 * the message.
 *
 * @param name the text form
 * @param mark what ends the digits
 * @param trailer what follows the message, or -1
 * @param least the fewest bytes of a message
 */
record DecimalLength(String name, char mark, int trailer, int least) implements Framing {
  /** <a href="https://cr.yp.to/proto/netstrings.txt">Netstrings</a>: {@code 5:hello,}. */
  static final DecimalLength NETSTRING = new DecimalLength("netstring", ':', ',', 0);

  /**
   * Octet counting, RFC 6587, section 3.4.1: {@code 5 hello}. A length there does not begin with 0,
   * so no message is empty.
   */
  static final DecimalLength OCTETS = new DecimalLength("octets", ' ', -1, 1);

  @Override
  public Decoder decoder(DecoderOptions options) {
    return new DecimalLengthDecoder(this, options);
  }

  @Override
  public long frameBound(int messageLength) {
    return Digits.count(messageLength) + 1L + messageLength + (trailer < 0 ? 0 : 1);
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) throws UnencodableMessage {
    int length = message.remaining();
    if (length < least) {
      throw new UnencodableMessage("a message framed as " + this + " cannot be empty");
    }
    if (target.remaining() < frameBound(length)) {
      throw new BufferOverflowException();
    }
    Digits.put(length, target);
    target.put((byte) mark).put(message);
    if (trailer >= 0) {
      target.put((byte) trailer);
    }
  }

  @Override
  public boolean selfDelimiting() {
    return true;
  }

  @Override
  public String toString() {
    return name;
  }
}
