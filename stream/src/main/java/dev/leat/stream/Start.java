package dev.leat.stream;

import java.time.Instant;

/** Where a cursor starts. */
public sealed interface Start {
  /** At the oldest message that is kept. */
  static Start earliest() {
    return Place.EARLIEST;
  }

  /** At the newest message that is there; the next to come if there is none. */
  static Start last() {
    return Place.LAST;
  }

  /** At the next message to come. */
  static Start latest() {
    return Place.LATEST;
  }

  /**
   * At this message. Opening a cursor there throws {@link OffsetOutOfRange} if it is no longer, or
   * not yet, there.
   */
  static Start offset(long offset) {
    return new At(offset);
  }

  /**
   * At the first message that was appended at this time or later, or up to 10 ms before it:
   * messages that close together may share their time. Never later.
   */
  static Start time(Instant time) {
    return new Since(time);
  }

  /** A place that needs no number. */
  enum Place implements Start {
    EARLIEST,
    LAST,
    LATEST
  }

  /** A message's number. */
  record At(long offset) implements Start {}

  /** A moment. */
  record Since(Instant time) implements Start {
    /** In milliseconds since 1970, or the nearest that there is. */
    long millis() {
      try {
        return time.toEpochMilli();
      } catch (ArithmeticException e) {
        return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
    }
  }
}
