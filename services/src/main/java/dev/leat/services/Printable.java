package dev.leat.services;

/** Texts of peers, made fit for a log. */
final class Printable {
  private static final int LONGEST = 64;

  private Printable() {}

  /** The text on one line: what cannot be seen, or moves the cursor, becomes {@code \u001B}. */
  static String of(String text) {
    var result = new StringBuilder();
    int length = 0;
    for (int at = 0; at < text.length(); length++) {
      if (length == LONGEST) {
        return result.append('…').toString();
      }
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      append(result, character);
    }
    return result.toString();
  }

  private static void append(StringBuilder result, int character) {
    if (character == '\\' || character == '"') {
      result.append('\\').appendCodePoint(character);
    } else if (isVisible(character)) {
      result.appendCodePoint(character);
    } else {
      result.append(
          Character.isBmpCodePoint(character)
              ? "\\u%04X".formatted(character)
              : "\\U%08X".formatted(character));
    }
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
