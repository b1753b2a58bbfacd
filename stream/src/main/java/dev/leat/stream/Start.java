package dev.leat.stream;

import java.time.Instant;

/** Where a cursor starts. */
public sealed interface Start permits StartPoint {
  /** At the oldest message that is kept. */
  static Start earliest() {
    return StartPoint.of(StartPoint.Kind.EARLIEST);
  }

  /** At the newest message that is there; the next to come if there is none. */
  static Start last() {
    return StartPoint.of(StartPoint.Kind.LAST);
  }

  /** At the next message to come. */
  static Start latest() {
    return StartPoint.of(StartPoint.Kind.LATEST);
  }

  /**
   * At this message. Opening a cursor there throws {@link OffsetOutOfRange} if it is no longer, or
   * not yet, there.
   */
  static Start offset(long offset) {
    return new StartPoint(StartPoint.Kind.OFFSET, offset);
  }

  /**
   * At the first message that was appended at this time or later. In a log in memory it may be one
   * of up to 10 ms before: messages that close together share their time there. Never a later one.
   */
  static Start time(Instant time) {
    return new StartPoint(StartPoint.Kind.TIME, millis(time));
  }

  /** In milliseconds since 1970, or the nearest that there is. */
  private static long millis(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
