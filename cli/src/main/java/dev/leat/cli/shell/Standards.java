package dev.leat.cli.shell;

import dev.leat.framing.Framing;

/** What holds for a command where nothing is said: for its help. */
public interface Standards {

  /** The framing on the wire. */
  Framing standardFraming();

  /** The same for people. */
  default String framingText() {
    return standardFraming().toString();
  }

  /** Whether its endpoint may be {@code udp://}. */
  default boolean takesDatagrams() {
    return true;
  }
}
