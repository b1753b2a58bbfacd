package dev.leat.stream;

import java.io.IOException;

/**
 * A producer has left out numbers: messages between the last one stored and this one are missing.
 * Nothing was appended of this message and what came behind it.
 */
public final class SequenceGap extends IOException {
  private static final long serialVersionUID = 1;

  private final long expected;
  private final long given;

  SequenceGap(long producer, long expected, long given) {
    super(
        "producer %d goes on with message %d, but %d is the next that was not stored"
            .formatted(producer, given, expected));
    this.expected = expected;
    this.given = given;
  }

  /** The number that comes next. */
  public long expected() {
    return expected;
  }

  /** The number that came. */
  public long given() {
    return given;
  }
}
