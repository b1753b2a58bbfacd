package dev.leat.framing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes written as text: {@code \n \r \t \0 \\ \| \xHH}; what is not ASCII stands for its UTF-8
 * bytes.
 */
final class Escapes {
  private Escapes() {}

  /** The bytes of each part between {@code |}. */
  static byte[][] alternatives(String text) {
    List<byte[]> parts = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) == '\\') {
        at++;
      } else if (text.charAt(at) == '|') {
        parts.add(read(text.substring(start, at)));
        start = at + 1;
      }
    }
    parts.add(read(text.substring(start)));
    return parts.toArray(byte[][]::new);
  }

  /** The bytes that the text stands for. */
  static byte[] read(String text) {
    var bytes = new ByteArrayOutputStream(text.length());
    int at = 0;
    while (at < text.length()) {
      int escape = text.indexOf('\\', at);
      bytes.writeBytes(
          text.substring(at, escape < 0 ? text.length() : escape).getBytes(StandardCharsets.UTF_8));
      if (escape < 0) {
        break;
      }
      char kind = escape + 1 < text.length() ? text.charAt(escape + 1) : ' ';
      at = escape + (kind == 'x' ? 4 : 2);
      bytes.write(
          switch (kind) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '0' -> 0;
            case '\\', '|' -> kind;
            case 'x' -> hex(text, escape);
            default -> throw unknown(text, escape);
          });
    }
    return bytes.toByteArray();
  }

  private static int hex(String text, int escape) {
    if (escape + 4 > text.length()) {
      throw unknown(text, escape);
    }
    int high = Character.digit(text.charAt(escape + 2), 16);
    int low = Character.digit(text.charAt(escape + 3), 16);
    if (high < 0 || low < 0) {
      throw unknown(text, escape);
    }
    return (high << 4) | low;
  }

  private static IllegalArgumentException unknown(String text, int escape) {
    String shown =
        text.substring(
            escape, Math.min(text.length(), escape + (text.startsWith("\\x", escape) ? 4 : 2)));
    return new IllegalArgumentException(
        "unknown escape " + shown + ": there are \\n \\r \\t \\0 \\\\ \\| and \\xHH");
  }

  /** The one text for these bytes: spaces and what is not printable ASCII are escaped. */
  static String write(byte[] bytes) {
    var text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      switch (b) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case 0 -> text.append("\\0");
        case '\\', '|' -> text.append('\\').append((char) b);
        default -> {
          if (b > 0x20 && b < 0x7f) {
            text.append((char) b);
          } else {
            text.append(String.format("\\x%02X", b & 0xff));
          }
        }
      }
    }
    return text.toString();
  }
}
