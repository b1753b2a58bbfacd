package dev.leat.codec;

import dev.leat.framing.CodecException;
import java.nio.charset.StandardCharsets;

/**
 * Looks for {@code \ud83d} without its other half: RFC 8259 (section 8.2) lets the grammar have it,
 * but it is no character, could not be sent on, and means something else to everyone who reads it.
 */
final class Surrogates {
  private static final int ESCAPE = 6;

  private Surrogates() {}

  /** Refuses JSON that has one among its escapes. Unescaped, UTF-8 has none. */
  static void check(String json) throws CodecException {
    int at = json.indexOf('\\');
    while (at >= 0) {
      int length = escapeAt(json, at);
      at = json.indexOf('\\', at + length);
    }
  }

  /** How long the escape is that begins here; whatever else is wrong with it, Jackson will say. */
  private static int escapeAt(String json, int at) throws CodecException {
    int unit = unitAt(json, at);
    if (unit < 0 || !Character.isSurrogate((char) unit)) {
      return 2;
    }
    int next = unitAt(json, at + ESCAPE);
    if (Character.isHighSurrogate((char) unit)
        && next >= 0
        && Character.isLowSurrogate((char) next)) {
      return 2 * ESCAPE;
    }
    int position = json.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
    throw new CodecException(
        "%s at byte %d is half of a surrogate pair"
            .formatted(json.substring(at, at + ESCAPE), position),
        position,
        null);
  }

  /** The UTF-16 unit that is escaped here; -1 if there is no such escape. */
  private static int unitAt(String json, int at) {
    if (at + ESCAPE > json.length() || json.charAt(at) != '\\' || json.charAt(at + 1) != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + ESCAPE; i++) {
      int digit = Character.digit(json.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }
}
