package dev.leat.stream;

/**
 * A start as it was chosen.
 *
 * @param at the offset, or the time in milliseconds since 1970; 0 for the others
 */
record StartPoint(Kind kind, long at) implements Start {
  enum Kind {
    EARLIEST,
    LAST,
    LATEST,
    OFFSET,
    TIME
  }

  /** One that needs no number. */
  static StartPoint of(Kind kind) {
    return new StartPoint(kind, 0);
  }
}
