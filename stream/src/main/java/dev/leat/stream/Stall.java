package dev.leat.stream;

/** How long a cursor has had something to read and has not moved. Used by one thread alone. */
final class Stall {
  /** Where it last was with something to read; -1 if there was nothing. */
  private long seen = -1;

  private long nanos;

  /**
   * Takes a look, and answers for how long it has been seen standing still, in nanoseconds.
   *
   * @param position where the cursor is
   * @param end where the stream ends
   * @param elapsed nanoseconds since the last look
   */
  long look(long position, long end, long elapsed) {
    if (position >= end) {
      seen = -1;
      nanos = 0;
    } else if (position != seen) {
      seen = position;
      nanos = 0;
    } else {
      nanos += elapsed;
    }
    return nanos;
  }
}
