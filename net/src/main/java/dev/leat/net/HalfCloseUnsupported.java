package dev.leat.net;

import java.io.IOException;

/**
 * One direction cannot end alone: the two speak TLS 1.2, whose farewell ends both (RFC 5246,
 * section 7.2.1). The connection is as good as before.
 */
public final class HalfCloseUnsupported extends IOException {
  private static final long serialVersionUID = 1;

  HalfCloseUnsupported(Endpoint peer) {
    super(
        "the output cannot be finished while input goes on: that needs TLS 1.3, and "
            + peer
            + " speaks TLS 1.2");
  }
}
