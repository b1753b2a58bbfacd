package dev.leat.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps what a listener throws from harming the server that tells it, and writes the log. */
final class SafeEvents implements ServerEvents {
  private final ServerEvents events;
  private final Logger log = System.getLogger(Server.class.getName());

  SafeEvents(ServerEvents events) {
    this.events = events;
  }

  @Override
  public void connected(Connection connection) {
    tell(() -> events.connected(connection));
  }

  @Override
  public void disconnected(Connection connection, @Nullable Throwable failure) {
    if (failure instanceof IOException) {
      log.log(
          Level.INFO,
          () -> "connection with " + connection.peer() + " ended: " + failure.getMessage());
    } else if (failure != null) {
      log.log(
          Level.WARNING,
          () -> "the handler of the connection with " + connection.peer() + " failed",
          failure);
    }
    tell(() -> events.disconnected(connection, failure));
  }

  @Override
  public void refused(Endpoint peer, String reason) {
    log.log(Level.DEBUG, () -> "refused " + peer + ": " + reason);
    tell(() -> events.refused(peer, reason));
  }

  @Override
  public void acceptFailed(IOException failure, Duration retryIn) {
    log.log(
        Level.WARNING,
        () ->
            "cannot accept connections: "
                + Causes.text(failure)
                + "; trying again in "
                + Durations.text(retryIn));
    tell(() -> events.acceptFailed(failure, retryIn));
  }

  private void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      log.log(Level.WARNING, "a server's events listener failed", e);
    }
  }
}
