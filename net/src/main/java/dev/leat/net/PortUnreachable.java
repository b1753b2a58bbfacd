package dev.leat.net;

import org.jspecify.annotations.Nullable;

/**
 * The peer's machine has answered that nobody listens on its UDP port (ICMP port unreachable), to
 * something sent earlier. The socket stays open: somebody may listen there by the next datagram.
 */
public final class PortUnreachable extends DatagramFailed {
  private static final long serialVersionUID = 1;

  PortUnreachable(Endpoint peer, @Nullable Throwable cause) {
    super(peer, "nobody listens on " + peer + " (port unreachable)", cause);
  }
}
