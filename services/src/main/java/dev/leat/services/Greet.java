package dev.leat.services;

import dev.leat.net.Connection;
import dev.leat.net.Handler;
import java.io.IOException;

/** Greets whoever says a name, as often as one is said. */
public final class Greet implements Handler {
  @Override
  public void handle(Connection connection) throws IOException {
    var dialogue = new Dialogue(connection);
    for (Question name; (name = dialogue.next()) != null; ) {
      dialogue.answer(name, "hi " + name.text());
    }
  }
}
