package dev.leat.net;

import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.regex.Pattern;

/** Durations for people and for clocks. */
final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private Durations() {}

  /**
   * Reads {@code 200ms}, {@code 3s}, {@code 5m}, {@code 1h}, or 0.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a time: write 200ms, 3s, 5m or 1h; 0 for none");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

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

  /** Waits that long. A thread that is interrupted stays so. */
  static void sleep(Duration duration) throws ClosedByInterruptException {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }
}
