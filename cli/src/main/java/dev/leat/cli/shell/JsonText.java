package dev.leat.cli.shell;

/** Strings as JSON has them (RFC 8259). */
public final class JsonText {
  private JsonText() {}

  /** Appends a string with its quotes. */
  public static void quote(StringBuilder json, CharSequence text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ' || (c >= 0x7F && c < 0xA0)) {
            json.append("\\u00").append(digit(c >> 4)).append(digit(c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }

  private static char digit(int bits) {
    return Character.forDigit(bits & 0xF, 16);
  }
}
