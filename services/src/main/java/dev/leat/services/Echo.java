package dev.leat.services;

import dev.leat.net.Connection;
import dev.leat.net.Handler;
import java.io.IOException;

/**
 * Sends back what comes: with the framing {@code raw} byte for byte, with any other message by
 * message.
 */
public final class Echo implements Handler {
  @Override
  public void handle(Connection connection) throws IOException {
    connection.answer((message, replies) -> replies.send(message));
  }
}
