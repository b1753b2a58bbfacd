package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * Consistent Overhead Byte Stuffing (Cheshire and Baker, IEEE/ACM Transactions on Networking 7(2),
 * 1999), with a zero after each frame. A message is cut into blocks of at most 254 bytes that end
 * where a zero stood, or after 254; before each goes a byte that is one more than its length. On
 * reading, zeros before a frame are passed over.
 */
record Cobs() implements Framing {
  static final Cobs COBS = new Cobs();

  /** The code of a block that no zero ended. */
  static final int FULL = 0xff;

  @Override
  public Decoder decoder(DecoderOptions options) {
    return new CobsDecoder(options);
  }

  @Override
  public long frameBound(int messageLength) {
    return messageLength + messageLength / 254 + 2L;
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) {
    if (target.remaining() < frameBound(message.remaining())
        && target.remaining() < size(message)) {
      throw new BufferOverflowException();
    }
    boolean more = true;
    while (more) {
      int from = message.position();
      int length = block(message, from);
      target.put((byte) (length + 1));
      target.put(target.position(), message, from, length).position(target.position() + length);
      message.position(from + length);
      more = message.hasRemaining();
      if (more && length < FULL - 1) {
        // The zero, for which the next block stands even if it is empty.
        message.get();
      }
    }
    target.put((byte) 0);
  }

  /** Bytes of the block that begins at an index. */
  private static int block(ByteBuffer message, int from) {
    int to = Math.min(message.limit(), from + FULL - 1);
    int zero = ByteScan.indexOf(message, from, to, (byte) 0);
    return (zero < 0 ? to : zero) - from;
  }

  private static long size(ByteBuffer message) {
    long size = 1;
    boolean more = true;
    for (int at = message.position(); more; ) {
      int length = block(message, at);
      size += 1 + length;
      at += length;
      more = at < message.limit();
      if (more && length < FULL - 1) {
        at++;
      }
    }
    return size;
  }

  @Override
  public boolean selfDelimiting() {
    return true;
  }

  @Override
  public String toString() {
    return "cobs";
  }
}
