package dev.leat.cli.shell;

/** Numbers of things, for people. */
public final class Amounts {
  private Amounts() {}

  /** A number with its noun: {@code 1 message}, {@code 1,204 messages}. */
  public static String count(long number, String noun) {
    return number(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** Digits in groups of three. */
  public static String number(long number) {
    var text = new StringBuilder(Long.toString(number));
    for (int i = text.length() - 3; i > (number < 0 ? 1 : 0); i -= 3) {
      text.insert(i, ',');
    }
    return text.toString();
  }
}
