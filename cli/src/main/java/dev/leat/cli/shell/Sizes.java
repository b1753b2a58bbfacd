package dev.leat.cli.shell;

import java.math.BigDecimal;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of bytes as people write them: {@code 512}, {@code 64KiB}, {@code 10MB}. */
public final class Sizes implements ITypeConverter<Long> {
  private static final String[] UNITS = {"k", "M", "G", "T"};

  /** For options: {@code converter = Sizes.class}. */
  @Override
  public Long convert(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /**
   * Reads a number of bytes: a number and {@code B}, {@code kB} (1,000), {@code KiB} (1,024) and so
   * on up to {@code TB} and {@code TiB}, in either case; or a number alone.
   *
   * @throws IllegalArgumentException if it is none; the message says what would be right
   */
  public static long parse(String text) {
    Quantity quantity = Quantity.of(text);
    if (quantity == null) {
      throw new IllegalArgumentException("'" + text + "' is not a size: write 512, 64KiB or 10MB");
    }
    BigDecimal bytes = quantity.number().multiply(BigDecimal.valueOf(unit(text, quantity.unit())));
    try {
      return bytes.longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number of bytes in range");
    }
  }

  private static long unit(String text, String unit) {
    String lower = unit.toLowerCase(Locale.ROOT);
    if (lower.isEmpty() || lower.equals("b")) {
      return 1;
    }
    long decimal = 1;
    long binary = 1;
    for (String letter : UNITS) {
      decimal *= 1000;
      binary *= 1024;
      String prefix = letter.toLowerCase(Locale.ROOT);
      if (lower.equals(prefix + "b")) {
        return decimal;
      }
      if (lower.equals(prefix + "ib")) {
        return binary;
      }
      if (lower.equals(prefix)) {
        String number = text.substring(0, text.length() - unit.length());
        throw new IllegalArgumentException(
            "'%s' could mean two sizes: write %s%siB (1024s) or %s%sB (1000s)"
                .formatted(text, number, letter.toUpperCase(Locale.ROOT), number, letter));
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a size: the unit is one of B, kB, MB, GB, TB, KiB, MiB, GiB, TiB");
  }

  /** For people: the largest binary unit with at least one digit before the point. */
  public static String text(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    int unit = -1;
    double size = bytes;
    while (size >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    String digits =
        size < 10 ? String.format(Locale.ROOT, "%.1f", size) : Long.toString((long) size);
    return digits + " " + UNITS[unit].toUpperCase(Locale.ROOT) + "iB";
  }
}
