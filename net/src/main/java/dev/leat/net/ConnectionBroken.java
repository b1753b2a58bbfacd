package dev.leat.net;

import org.jspecify.annotations.Nullable;

/** The connection was reset, or the peer was gone when something was written to it. */
public final class ConnectionBroken extends ConnectionException {
  private static final long serialVersionUID = 1;

  ConnectionBroken(Endpoint peer, @Nullable Throwable cause) {
    super(peer, "socket connection broken: " + Causes.text(cause) + " (" + peer + ")", cause);
  }
}
