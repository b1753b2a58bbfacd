package dev.leat.net;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/**
 * The text of a name in a certificate, which anybody can have written: {@code CN=plc7,O=Mill} (RFC
 * 4514). What does not print is escaped in the way of that text, as {@code \1B}, so that it is
 * still the same name.
 */
final class DistinguishedName {
  private static final HexFormat HEX = HexFormat.of().withUpperCase().withPrefix("\\");

  private DistinguishedName() {}

  static String of(X500Principal name) {
    var text = new StringBuilder();
    name.getName()
        .codePoints()
        .forEach(character -> {
          if (Printable.isPrintable(character)) {
            text.appendCodePoint(character);
          } else {
            byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
            text.append(HEX.formatHex(bytes));
          }
        });
    return text.toString();
  }
}
