package dev.leat.net;

import org.jspecify.annotations.Nullable;

/**
 * A thread was interrupted while it used the connection, which closed it: interrupt means stop. The
 * thread stays interrupted.
 */
public final class ConnectionInterrupted extends ConnectionException {
  private static final long serialVersionUID = 1;

  ConnectionInterrupted(Endpoint peer, @Nullable Throwable cause) {
    super(peer, "connection with " + peer + " closed: its thread was interrupted", cause);
  }

  /** A socket without connections was used. */
  static ConnectionInterrupted ofSocket(Endpoint socket) {
    return new ConnectionInterrupted(socket, socket + " closed: its thread was interrupted");
  }

  private ConnectionInterrupted(Endpoint socket, String message) {
    super(socket, message, null);
  }
}
