package dev.leat.net;

import java.time.Duration;

/** Not a byte came or went for {@link Timeouts#idle()}. */
public final class IdleTimeout extends ConnectionException {
  private static final long serialVersionUID = 1;

  IdleTimeout(Endpoint peer, Duration limit) {
    super(
        peer,
        "connection with " + peer + " closed: nothing came or went for " + Durations.text(limit),
        null);
  }
}
