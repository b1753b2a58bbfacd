package dev.leat.cli.show;

import dev.leat.cli.shell.JsonText;
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

  /** Of the next message: in the stream in which it is kept, else among those of the peer. */
  private long offset;

  JsonDisplay(Page page, String peer, InstantSource clock) {
    this.page = page;
    this.peer = peer;
    this.clock = clock;
  }

  @Override
  public void at(long streamOffset) {
    offset = streamOffset;
  }

  @Override
  public void show(ByteBuffer message) throws IOException {
    var json = new StringBuilder("{\"time\":\"").append(clock.instant()).append("\",\"peer\":");
    JsonText.quote(json, peer);
    json.append(",\"offset\":").append(offset++);
    page.write(appendMessage(json, message).append("}\n"));
  }

  /** Adds the message as text, or where it is none, in base 64. */
  static StringBuilder appendMessage(StringBuilder json, ByteBuffer message) {
    try {
      CharSequence text = StandardCharsets.UTF_8.newDecoder().decode(message.duplicate());
      JsonText.quote(json.append(",\"text\":"), text);
    } catch (CharacterCodingException e) {
      byte[] bytes = new byte[message.remaining()];
      message.get(bytes);
      JsonText.quote(json.append(",\"base64\":"), Base64.getEncoder().encodeToString(bytes));
    }
    return json;
  }
}
