package dev.leat.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps what a listener throws from harming the server that tells it, and writes the log. */
final class SafeEvents implements ServerEvents {
  private final ServerEvents events;

  SafeEvents(ServerEvents events) {
    this.events = events;
  }

  @Override
  public void connected(Connection connection) {
    tell(() -> events.connected(connection));
  }

  @Override
  public void speaksTls(Connection connection) {
    ServerLog.get()
        .log(
            Level.INFO,
            () -> connection.peer() + " speaks TLS, and " + connection.local() + " does not");
    tell(() -> events.speaksTls(connection));
  }

  @Override
  public void disconnected(Connection connection, @Nullable Throwable failure) {
    log(connection, failure);
    tell(() -> events.disconnected(connection, failure));
  }

  private void log(Connection connection, @Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case ConnectionClosed e -> log(Level.DEBUG, connection, e);
      case ConnectionInterrupted e -> log(Level.DEBUG, connection, e);
      case InterruptedException e -> log(Level.DEBUG, connection, e);
      case IOException e -> log(Level.INFO, connection, e);
      default ->
          ServerLog.get()
              .log(
                  Level.WARNING,
                  () -> "the handler of the connection with " + connection.peer() + " failed",
                  failure);
    }
  }

  private void log(Level level, Connection connection, Exception end) {
    ServerLog.get()
        .log(level, () -> "connection with " + connection.peer() + " ended: " + Causes.text(end));
  }

  @Override
  public void refused(Endpoint peer, String reason) {
    ServerLog.get().log(Level.DEBUG, () -> "refused " + peer + ": " + reason);
    tell(() -> events.refused(peer, reason));
  }

  /**
   * Without file descriptors a class that has not been used yet may not be found. So nothing is
   * used here that is not in use already, and the listener hears it first.
   */
  @Override
  public void acceptFailed(IOException failure, Duration retryIn) {
    tell(() -> events.acceptFailed(failure, retryIn));
    // While it lasts it is tried again and again: the first times are news.
    if (retryIn.compareTo(Acceptor.LONGEST_PAUSE) < 0) {
      ServerLog.get()
          .log(
              Level.WARNING,
              "cannot accept connections: {0}; trying again in {1} ms",
              failure.getMessage(),
              retryIn.toMillis());
    }
  }

  private void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      ServerLog.get().log(Level.WARNING, "a server's events listener failed", e);
    }
  }
}
