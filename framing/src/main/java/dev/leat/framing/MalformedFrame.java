package dev.leat.framing;

import java.nio.ByteBuffer;

/** Bytes that cannot be a frame: a header that is no number, a wrong mark, an invalid escape. */
public final class MalformedFrame extends FramingException {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 32;
  private final long position;
  private final byte[] bytes;

  /**
   * @param what what is wrong, as the start of a sentence: {@code "length header is not a number"}
   * @param position where the bytes begin, counted from the start of the stream
   * @param bytes the offending bytes, from its position; the first 32 are kept
   */
  public MalformedFrame(String what, long position, ByteBuffer bytes) {
    this(what, position, copy(bytes));
  }

  private MalformedFrame(String what, long position, byte[] bytes) {
    super(what + " at byte " + position + ": " + Bytes.quote(bytes));
    this.position = position;
    this.bytes = bytes;
  }

  private static byte[] copy(ByteBuffer bytes) {
    byte[] copy = new byte[Math.min(SHOWN, bytes.remaining())];
    bytes.get(bytes.position(), copy);
    return copy;
  }

  /** Where the bytes begin, counted from the start of the stream. */
  public long position() {
    return position;
  }

  /** The offending bytes, at most 32. */
  public byte[] bytes() {
    return bytes.clone();
  }
}
