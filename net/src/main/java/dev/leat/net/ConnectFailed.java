package dev.leat.net;

import org.jspecify.annotations.Nullable;

/** No connection came about: nobody listens there, no way leads there, or the name is not known. */
public final class ConnectFailed extends ConnectionException {
  private static final long serialVersionUID = 1;

  private final String why;

  ConnectFailed(Endpoint peer, String why, @Nullable Throwable cause) {
    super(peer, "cannot connect to " + peer + ": " + why, cause);
    this.why = why;
  }

  /** The reason alone, for the middle of a sentence. */
  String why() {
    return why;
  }
}
