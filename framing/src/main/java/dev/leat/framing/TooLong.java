package dev.leat.framing;

/** What a decoder does with a message that is longer than the maximum. */
public enum TooLong {
  /** Throws {@link FrameTooLong}; the stream cannot be trusted afterwards. */
  ERROR,
  /**
   * Leaves the message out, counts it, and goes on with the next. Not for {@code json} and {@code
   * eof}.
   */
  DROP,
  /**
   * Hands out its first {@code max} bytes, counts it, and goes on with the next. Not for {@code
   * json} and {@code eof}.
   */
  TRUNCATE
}
