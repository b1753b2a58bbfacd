package dev.leat.cli.pace;

import java.time.Duration;

/**
 * How fast recorded time goes by again.
 *
 * @param factor how many times as fast as it was; positive, infinite for {@link #MAX}
 */
public record Speed(double factor) {
  /** As it was. */
  public static final Speed ORIGINAL = new Speed(1);

  /** As fast as it goes. */
  public static final Speed MAX = new Speed(Double.POSITIVE_INFINITY);

  private static final String EXAMPLES = "a speed is 1x, 0.5x, 10x or max";

  public Speed {
    if (!(factor > 0)) {
      throw new IllegalArgumentException("a speed must be more than 0");
    }
  }

  /**
   * Reads {@code 1x}, {@code 0.5x}, {@code 10x}, {@code max}.
   *
   * @throws IllegalArgumentException if the text is no speed; the message says what would be one
   */
  public static Speed parse(String text) {
    if (text.equals("max")) {
      return MAX;
    }
    if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?x")) {
      throw new IllegalArgumentException(
          "'%s' is not a speed: %s"
              .formatted(text, text.matches("[0-9.]+") ? "write " + text + "x" : EXAMPLES));
    }
    try {
      return new Speed(Double.parseDouble(text.substring(0, text.length() - 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is not a speed: " + e.getMessage(), e);
    }
  }

  /** Whether nothing is waited for. */
  public boolean unlimited() {
    return factor == Double.POSITIVE_INFINITY;
  }

  /** How many nanoseconds so much recorded time takes; {@link Long#MAX_VALUE} if that is more. */
  long nanos(Duration recorded) {
    double seconds = recorded.getSeconds() + recorded.getNano() / 1e9;
    return Math.round(seconds / factor * 1e9);
  }

  /** As it is written. */
  @Override
  public String toString() {
    if (unlimited()) {
      return "max";
    }
    return (factor == Math.rint(factor) ? Long.toString((long) factor) : Double.toString(factor))
        + "x";
  }
}
