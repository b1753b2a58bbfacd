package dev.leat.framing;

import java.nio.ByteBuffer;

/** Bytes shown to people. */
final class Bytes {
  private Bytes() {}

  /** In quotes, printable ASCII as it is, everything else escaped: {@code "5x\r\n\x00"}. */
  static String quote(byte[] bytes) {
    var text = new StringBuilder(bytes.length + 2).append('"');
    for (byte b : bytes) {
      switch (b) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        default -> {
          if (b >= 0x20 && b < 0x7f) {
            text.append((char) b);
          } else {
            text.append(String.format("\\x%02X", b & 0xff));
          }
        }
      }
    }
    return text.append('"').toString();
  }

  /** So many of the buffer's bytes from an index on. */
  static String quote(ByteBuffer buffer, int from, int length) {
    byte[] bytes = new byte[length];
    buffer.get(from, bytes);
    return quote(bytes);
  }
}
