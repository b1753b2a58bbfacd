package dev.leat.framing;

/** What a decoder does with a message that the end of the stream cuts off. */
public enum Partial {
  /**
   * What suits the framing: {@link #EMIT} where a delimiter ends a message, {@link #ERROR} where a
   * beginning says that an end must follow: a length, an STX, a bracket.
   */
  BY_FRAMING,
  /** Throws {@link TruncatedFrame}. */
  ERROR,
  /** Hands out what is there as the last message. */
  EMIT,
  /** Leaves it out and counts it. */
  DROP
}
