package dev.leat.net;

import org.jspecify.annotations.Nullable;

/**
 * The system could not send a datagram, or says what has become of one sent earlier: there is no
 * way to the peer just now, a firewall refuses it, nobody listens there ({@link PortUnreachable}).
 * The socket stays open, and is as good as before.
 */
public sealed class DatagramFailed extends ConnectionException permits PortUnreachable {
  private static final long serialVersionUID = 1;

  DatagramFailed(Endpoint peer, String message, @Nullable Throwable cause) {
    super(peer, message, cause);
  }
}
