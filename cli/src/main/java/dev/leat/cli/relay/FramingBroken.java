package dev.leat.cli.relay;

import dev.leat.cli.shell.Reasons;
import dev.leat.framing.FramingException;
import dev.leat.net.Endpoint;
import java.io.IOException;

/** What a party has sent breaks its framing: who it was, and how. */
public final class FramingBroken extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Endpoint peer;
  private final FramingException reason;

  FramingBroken(Endpoint peer, FramingException cause) {
    super(peer + ": " + Reasons.of(cause), cause);
    this.peer = peer;
    this.reason = cause;
  }

  /** Who has sent it. */
  public Endpoint peer() {
    return peer;
  }

  /** How. */
  public FramingException reason() {
    return reason;
  }
}
