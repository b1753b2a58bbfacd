package dev.leat.cli;

import dev.leat.cli.shell.Sizes;
import dev.leat.net.Counters;

/** What has gone through a connection, for people. */
final class Traffic {
  private Traffic() {}

  static String of(Counters counters) {
    return Sizes.text(counters.bytesIn())
        + " received, "
        + Sizes.text(counters.bytesOut())
        + " sent"
        + (counters.dropped() == 0 ? "" : ", " + counters.dropped() + " messages dropped");
  }
}
