package dev.leat.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No connection came about within {@link Timeouts#connect()}. */
public final class ConnectTimeout extends ConnectionException {
  private static final long serialVersionUID = 1;

  ConnectTimeout(Endpoint peer, Duration limit, @Nullable Throwable cause) {
    super(peer, "cannot connect to " + peer + ": no answer within " + Durations.text(limit), cause);
  }
}
