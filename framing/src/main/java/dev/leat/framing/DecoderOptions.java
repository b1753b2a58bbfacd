package dev.leat.framing;

/**
 * What a decoder does at its limits.
 *
 * @param max the most bytes a message may have; at least 1
 * @param tooLong what happens to a longer one
 * @param partial what happens to a message that the end of the stream cuts off
 */
public record DecoderOptions(int max, TooLong tooLong, Partial partial) {
  /** The default maximum: 1 MiB. */
  public static final int DEFAULT_MAX = 1 << 20;

  private static final DecoderOptions STANDARD =
      new DecoderOptions(DEFAULT_MAX, TooLong.ERROR, Partial.BY_FRAMING);

  public DecoderOptions {
    if (max < 1) {
      throw new IllegalArgumentException("max must be at least 1 byte, not " + max);
    }
  }

  /** 1 MiB, too long is an error, a partial message is what the framing makes of it. */
  public static DecoderOptions standard() {
    return STANDARD;
  }

  /** The same with another maximum, in bytes. */
  public DecoderOptions max(int bytes) {
    return new DecoderOptions(bytes, tooLong, partial);
  }

  /** The same with another answer to a message that is too long. */
  public DecoderOptions tooLong(TooLong answer) {
    return new DecoderOptions(max, answer, partial);
  }

  /** The same with another answer to a message cut off by the end. */
  public DecoderOptions partial(Partial answer) {
    return new DecoderOptions(max, tooLong, answer);
  }
}
