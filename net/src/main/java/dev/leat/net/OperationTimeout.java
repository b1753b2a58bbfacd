package dev.leat.net;

import java.time.Duration;

/** One receive or one send took longer than {@link Timeouts#operation()}. */
public final class OperationTimeout extends ConnectionException {
  private static final long serialVersionUID = 1;

  OperationTimeout(Endpoint peer, String operation, Duration limit) {
    super(
        peer,
        "connection with "
            + peer
            + " closed: could not "
            + operation
            + " a message within "
            + Durations.text(limit),
        null);
  }
}
