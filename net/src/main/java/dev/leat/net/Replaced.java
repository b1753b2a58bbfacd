package dev.leat.net;

/** It had said nothing, and the server was full: see {@link WhenFull#REPLACE}. */
public final class Replaced extends ConnectionException {
  private static final long serialVersionUID = 1;

  Replaced(Endpoint peer) {
    super(
        peer,
        "connection with " + peer + " closed: it had said nothing, and others were waiting",
        null);
  }
}
