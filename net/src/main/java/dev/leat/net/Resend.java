package dev.leat.net;

import java.io.IOException;

/**
 * What a client that reconnects does with each new connection: see {@link ClientBuilder#reconnect}.
 */
@FunctionalInterface
public interface Resend {

  /**
   * Runs on every new connection, the first included, before anybody else can use it: says hello,
   * subscribes, sends again what was not answered. What it throws ends the attempt, and another
   * follows.
   */
  void resend(Connection connection) throws IOException;
}
