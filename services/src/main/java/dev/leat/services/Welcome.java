package dev.leat.services;

import dev.leat.net.Connection;
import dev.leat.net.Handler;
import java.io.IOException;

/** Says one thing and closes. With the framing {@code raw} it says it without a line end. */
public final class Welcome implements Handler {
  /** What it says unless told otherwise. */
  public static final String TEXT = "welcome to the server!";

  private final String text;

  /** Says {@value #TEXT} */
  public Welcome() {
    this(TEXT);
  }

  /** Says this. */
  public Welcome(String text) {
    this.text = text;
  }

  @Override
  public void handle(Connection connection) throws IOException {
    connection.send(text);
  }
}
