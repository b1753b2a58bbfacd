package dev.leat.net;

import java.io.IOException;
import java.time.Duration;

/** A client that reconnects, to be: {@link ClientBuilder#reconnect}. */
public final class Reconnecting {
  private final Connector connector;
  private final Backoff backoff;
  private final Resend resend;
  private final Duration operation;
  private ClientEvents events = new ClientEvents() {};

  Reconnecting(Connector connector, Backoff backoff, Resend resend, Duration operation) {
    this.connector = connector;
    this.backoff = backoff;
    this.resend = resend;
    this.operation = operation;
  }

  /** Who hears what happens to it. */
  public Reconnecting events(ClientEvents listener) {
    events = listener;
    return this;
  }

  /**
   * Waits for the first connection, as for every later one, and answers the client.
   *
   * @throws ConnectionException if it gives up ({@link Backoff#giveUpAfter})
   */
  public Client open() throws IOException {
    var succession = new Succession(connector, backoff, resend, events);
    succession.start();
    succession.await();
    return new Client(succession, operation);
  }
}
