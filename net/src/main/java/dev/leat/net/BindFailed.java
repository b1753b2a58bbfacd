package dev.leat.net;

import java.io.IOException;

/** A server could not have its endpoint. */
public final class BindFailed extends IOException {
  private static final long serialVersionUID = 1;
  private final Endpoint endpoint;

  BindFailed(Endpoint endpoint, String why, Throwable cause) {
    super("cannot listen on " + endpoint + ": " + why, cause);
    this.endpoint = endpoint;
  }

  /** What was asked for. */
  public Endpoint endpoint() {
    return endpoint;
  }
}
