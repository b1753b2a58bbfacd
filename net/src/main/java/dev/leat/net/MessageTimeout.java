package dev.leat.net;

import java.time.Duration;

/** A message began to arrive but was not complete within {@link Timeouts#message()}. */
public final class MessageTimeout extends ConnectionException {
  private static final long serialVersionUID = 1;

  MessageTimeout(Endpoint peer, Duration limit) {
    super(
        peer,
        "connection with "
            + peer
            + " closed: it took longer than "
            + Durations.text(limit)
            + " over one message",
        null);
  }
}
