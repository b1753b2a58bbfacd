package dev.leat.cli.pace;

import java.time.Duration;

/**
 * How fast messages go: so many of them, or so many bytes, in a time; or as fast as they can.
 *
 * @param unit what is counted
 * @param perSecond how many of them a second; positive, infinite for {@link #MAX}
 */
public record Rate(Unit unit, double perSecond) {
  /** As fast as it goes. */
  public static final Rate MAX = new Rate(Unit.MESSAGES, Double.POSITIVE_INFINITY);

  /** What a rate counts. */
  public enum Unit {
    MESSAGES,
    BYTES
  }

  public Rate {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("a rate must be more than 0");
    }
  }

  /** One message in each such time. */
  public static Rate every(Duration interval) {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("the time between messages must be more than 0");
    }
    return new Rate(Unit.MESSAGES, 1e9 / interval.toNanos());
  }

  /**
   * Reads {@code 1/s}, {@code 0.5/s}, {@code 90/m}, {@code 10MB/s}, {@code max}.
   *
   * @throws IllegalArgumentException if the text is no rate; the message says what would be one
   */
  public static Rate parse(String text) {
    return RateText.parse(text);
  }

  /** Whether nothing holds it up. */
  public boolean unlimited() {
    return perSecond == Double.POSITIVE_INFINITY;
  }
}
