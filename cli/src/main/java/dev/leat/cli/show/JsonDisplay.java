package dev.leat.cli.show;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;

/**
 * One JSON object a message: {@code {"time":"…","peer":"tcp://…","offset":0,"text":"…"}}, with
 * {@code base64} in place of {@code text} where the message is not UTF-8.
 */
final class JsonDisplay implements Display {
  private final Page page;
  private final String peer;
  private final InstantSource clock;
  private long offset;

  JsonDisplay(Page page, String peer, InstantSource clock) {
    this.page = page;
    this.peer = peer;
    this.clock = clock;
  }

  @Override
  public void show(ByteBuffer message) throws IOException {
    var json = new StringBuilder("{\"time\":\"").append(clock.instant()).append("\",\"peer\":");
    quote(json, peer);
    json.append(",\"offset\":").append(offset++);
    try {
      CharSequence text = StandardCharsets.UTF_8.newDecoder().decode(message.duplicate());
      quote(json.append(",\"text\":"), text);
    } catch (CharacterCodingException e) {
      byte[] bytes = new byte[message.remaining()];
      message.get(bytes);
      quote(json.append(",\"base64\":"), Base64.getEncoder().encodeToString(bytes));
    }
    page.write(json.append("}\n"));
  }

  private static void quote(StringBuilder json, CharSequence text) {
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
            json.append("\\u00").append(Hex.smallDigit(c >> 4)).append(Hex.smallDigit(c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
