package dev.leat.cli.shell;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as people write them: {@code 500ms}, {@code 3s}, {@code 1m30s}, {@code 1.5h}. */
public final class Durations implements ITypeConverter<Duration> {

  /** Every option of type {@link Duration} is read by this. */
  @Override
  public Duration convert(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /**
   * Reads a time: numbers, each with its unit ({@code us}, {@code ms}, {@code s}, {@code m}, {@code
   * h}, {@code d}).
   *
   * @throws IllegalArgumentException if it is none; the message says what would be right
   */
  public static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Duration sum = Duration.ZERO;
    int from = 0;
    while (from < text.length()) {
      int end = endOfUnit(text, from);
      Quantity quantity = Quantity.of(text.substring(from, end));
      Duration unit = quantity == null ? null : unit(quantity.unit());
      if (quantity == null || unit == null) {
        throw notOne(text);
      }
      sum = sum.plus(times(unit, quantity.number(), text));
      from = end;
    }
    if (text.isEmpty()) {
      throw notOne(text);
    }
    return sum;
  }

  private static int endOfUnit(String text, int from) {
    int end = from;
    while (end < text.length() && !Character.isLetter(text.charAt(end))) {
      end++;
    }
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static @Nullable Duration unit(String unit) {
    return switch (unit) {
      case "us" -> Duration.ofNanos(1000);
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m", "min" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      default -> null;
    };
  }

  private static Duration times(Duration unit, BigDecimal number, String text) {
    BigDecimal nanos = number.multiply(BigDecimal.valueOf(unit.toNanos()));
    try {
      return Duration.ofNanos(nanos.toBigInteger().longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is too long a time");
    }
  }

  private static IllegalArgumentException notOne(String text) {
    Quantity whole = Quantity.of(text);
    boolean onlyUnitMissing = whole != null && whole.unit().isEmpty();
    return new IllegalArgumentException(
        onlyUnitMissing
            ? "'%s' needs a unit: write %ss for seconds, %sms for milliseconds"
                .formatted(text, text, text)
            : "'" + text + "' is not a time: write 500ms, 3s, 5m or 1h");
  }

  /** For people: {@code 500ms}, {@code 3s}, {@code 1m30s}. */
  public static String text(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      long micros = duration.toNanos() / 1000;
      return micros % 1000 == 0 ? micros / 1000 + "ms" : micros + "us";
    }
    return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }
}
