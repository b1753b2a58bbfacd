package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A binary length, then the message.
 *
 * @param width bytes of the length: 1, 2, 3, 4 or 8; unsigned, but of 8 only what fits 63 bits
 * @param order of its bytes; big-endian where it has one
 * @param adjust added to the length on reading, to give the bytes that follow it
 * @param inclusive whether the length counts all of the frame from its start
 * @param offset bytes of the frame before the length
 * @param strip bytes from the frame's start that are not part of the message
 */
record BinaryLength(
    int width, ByteOrder order, int adjust, boolean inclusive, int offset, int strip)
    implements Framing {
  /** Headers are small; what precedes a message is held beside it. */
  private static final int MOST = 1 << 16;

  BinaryLength {
    if (width != 1 && width != 2 && width != 3 && width != 4 && width != 8) {
      throw new IllegalArgumentException("a binary length has 1, 2, 3, 4 or 8 bytes, not " + width);
    }
    if (offset < 0 || offset > MOST) {
      throw new IllegalArgumentException("offset must be 0 to " + MOST + " bytes, not " + offset);
    }
    if (strip < 0 || strip > MOST) {
      throw new IllegalArgumentException("strip must be 0 to " + MOST + " bytes, not " + strip);
    }
    if (width == 1) {
      order = ByteOrder.BIG_ENDIAN;
    }
  }

  /** The length of the message alone, directly before it. */
  BinaryLength(int width, ByteOrder order) {
    this(width, order, 0, false, 0, width);
  }

  @Override
  public Decoder decoder(DecoderOptions options) {
    return new BinaryLengthDecoder(this, options);
  }

  @Override
  public long frameBound(int messageLength) {
    return (long) width + messageLength;
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) throws UnencodableMessage {
    if (offset != 0 || strip != width) {
      throw new UnencodableMessage(
          this
              + " can only be read: what stands in the header beside the length, its offset and strip do not say");
    }
    int bytes = message.remaining();
    long length = (long) bytes - adjust + (inclusive ? width : 0);
    if (length < 0) {
      throw new UnencodableMessage(
          "a message of " + bytes + " bytes has no length in " + this + ": it would be " + length);
    }
    if (width < Long.BYTES && length > mostOf(width)) {
      throw new UnencodableMessage(
          "a length of " + length + " does not fit " + this + ": at most " + mostOf(width));
    }
    if (target.remaining() < frameBound(bytes)) {
      throw new BufferOverflowException();
    }
    for (int i = 0; i < width; i++) {
      int shift = 8 * (order == ByteOrder.BIG_ENDIAN ? width - 1 - i : i);
      target.put((byte) (length >>> shift));
    }
    target.put(message);
  }

  private static long mostOf(int width) {
    return (1L << (8 * width)) - 1;
  }

  @Override
  public boolean selfDelimiting() {
    return true;
  }

  @Override
  public String toString() {
    var text = new StringBuilder("u").append(8 * width);
    if (width > 1) {
      text.append(order == ByteOrder.BIG_ENDIAN ? "be" : "le");
    }
    if (adjust != 0) {
      text.append(",adjust=").append(adjust);
    }
    if (inclusive) {
      text.append(",inclusive");
    }
    if (offset != 0) {
      text.append(",offset=").append(offset);
    }
    if (strip != offset + width) {
      text.append(",strip=").append(strip);
    }
    return text.toString();
  }
}
