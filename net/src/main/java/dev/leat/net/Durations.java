package dev.leat.net;

import java.time.Duration;

/** Durations for people and for clocks. */
final class Durations {
  private Durations() {}

  /** As short as it can be said: {@code 500ms}, {@code 3s}, {@code 1m30s}. */
  static String text(Duration duration) {
    long nanos = duration.toNanosPart() % 1_000_000;
    if (duration.compareTo(Duration.ofSeconds(1)) < 0 && nanos == 0) {
      return duration.toMillis() + "ms";
    }
    return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }

  /** Nanoseconds, or the most that a long holds: 292 years. */
  static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
