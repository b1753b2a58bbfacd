package dev.leat.net;

import org.jspecify.annotations.Nullable;

/** The connection, or its output, had been closed on this side. */
public final class ConnectionClosed extends ConnectionException {
  private static final long serialVersionUID = 1;

  ConnectionClosed(Endpoint peer, String what, @Nullable Throwable cause) {
    super(peer, what + " (" + peer + ")", cause);
  }
}
