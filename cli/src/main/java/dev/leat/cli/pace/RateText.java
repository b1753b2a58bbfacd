package dev.leat.cli.pace;

import dev.leat.cli.pace.Rate.Unit;
import dev.leat.cli.shell.Sizes;

/** The text form of rates. */
final class RateText {
  private static final String EXAMPLES = "a rate is 500/s, 0.5/s, 90/m, 10MB/s or max";

  private RateText() {}

  static Rate parse(String text) {
    if (text.equals("max")) {
      return Rate.MAX;
    }
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw wrong(text, EXAMPLES);
    }
    double seconds = seconds(text, text.substring(slash + 1));
    String amount = text.substring(0, slash);
    int letters = endOfNumber(amount);
    double number = number(text, amount.substring(0, letters));
    if (number == 0) {
      throw wrong(text, "a rate must be more than 0");
    }
    String unit = amount.substring(letters);
    return unit.isEmpty()
        ? new Rate(Unit.MESSAGES, number / seconds)
        : new Rate(Unit.BYTES, Sizes.parse(amount) / seconds);
  }

  private static double seconds(String text, String time) {
    return switch (time) {
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3600;
      default -> throw wrong(text, "after the slash comes s, m or h");
    };
  }

  private static int endOfNumber(String amount) {
    int end = 0;
    while (end < amount.length() && isNumeric(amount.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isNumeric(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private static double number(String text, String digits) {
    try {
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw wrong(text, EXAMPLES);
    }
  }

  private static IllegalArgumentException wrong(String text, String advice) {
    return new IllegalArgumentException("'" + text + "' is not a rate: " + advice);
  }
}
