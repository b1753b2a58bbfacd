package dev.leat.services;

import dev.leat.framing.Message;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Tells by their names who has said what. */
final class Nicks {
  private Nicks() {}

  /**
   * A message with its speaker's name before it. Where a line ends within it, the next one is
   * indented: to those who read lines, it would else look like something that another has said.
   */
  static ByteBuffer named(String nick, Message message) {
    byte[] said = message.bytes();
    var whole = new ByteArrayOutputStream(nick.length() + 2 + said.length);
    whole.writeBytes((nick + ": ").getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < said.length; i++) {
      whole.write(said[i]);
      boolean pair = said[i] == '\r' && i + 1 < said.length && said[i + 1] == '\n';
      if (said[i] == '\n' || (said[i] == '\r' && !pair)) {
        whole.write(' ');
      }
    }
    return ByteBuffer.wrap(whole.toByteArray());
  }
}
