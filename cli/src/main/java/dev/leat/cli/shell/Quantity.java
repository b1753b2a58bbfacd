package dev.leat.cli.shell;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A number and the unit written behind it.
 *
 * @param unit letters; empty if there is none
 */
record Quantity(BigDecimal number, String unit) {

  /** Reads digits, perhaps with a point, and letters; null if that is not what it is. */
  static @Nullable Quantity of(String text) {
    int end = 0;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    String digits = text.substring(0, end);
    boolean number =
        !digits.isEmpty()
            && digits.indexOf('.') == digits.lastIndexOf('.')
            && isDigit(digits.charAt(0))
            && isDigit(digits.charAt(end - 1))
            && digits.length() <= 20;
    String unit = text.substring(end).strip();
    return number && unit.chars().allMatch(Character::isLetter)
        ? new Quantity(new BigDecimal(digits), unit)
        : null;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
