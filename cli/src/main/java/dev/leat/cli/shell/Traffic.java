package dev.leat.cli.shell;

import dev.leat.net.Counters;

/** What has gone through a connection, for people. */
public final class Traffic {
  private Traffic() {}

  /** How much, both ways. */
  public static String of(Counters counters) {
    return Sizes.text(counters.bytesIn())
        + " received, "
        + Sizes.text(counters.bytesOut())
        + " sent"
        + (counters.dropped() == 0 ? "" : ", " + counters.dropped() + " messages dropped");
  }
}
