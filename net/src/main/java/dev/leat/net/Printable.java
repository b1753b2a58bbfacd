package dev.leat.net;

/**
 * Texts of peers, made fit for a line in a log or on a terminal: what cannot be seen, moves the
 * cursor or turns the direction of writing becomes {@code \u001B}.
 */
public final class Printable {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Printable() {}

  /** The text on one line. Backslashes and quotes stay as they are. */
  public static String line(String text) {
    if (text.codePoints().allMatch(Printable::isPrintable)) {
      return text;
    }
    var result = new StringBuilder();
    text.codePoints().forEach(character -> append(result, character));
    return result.toString();
  }

  /**
   * The text on one line, to stand between quotes: backslashes and quotes are escaped too.
   *
   * @param longest characters that are shown of it; what is longer ends in {@code …}
   */
  public static String quotable(String text, int longest) {
    var result = new StringBuilder();
    int length = 0;
    for (int at = 0; at < text.length(); length++) {
      if (length == longest) {
        return result.append('…').toString();
      }
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      if (character == '\\' || character == '"') {
        result.append('\\');
      }
      append(result, character);
    }
    return result.toString();
  }

  private static void append(StringBuilder result, int character) {
    if (isPrintable(character)) {
      result.appendCodePoint(character);
    } else {
      result.append(
          Character.isBmpCodePoint(character)
              ? "\\u%04X".formatted(character)
              : "\\U%08X".formatted(character));
    }
  }

  /** Whether a character does nothing but look like something. */
  public static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      // Without the joiners some languages cannot be written.
      case Character.FORMAT -> character == ZERO_WIDTH_NON_JOINER || character == ZERO_WIDTH_JOINER;
      default -> true;
    };
  }
}
