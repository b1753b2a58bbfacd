package dev.leat.cli.relay;

import dev.leat.cli.shell.LiveLine;

/** What a relay carries, for the line that people see while it runs. */
public final class TrafficLine implements LiveLine.Text {
  private final Traffic traffic;
  private long forth;
  private long back;

  public TrafficLine(Traffic traffic) {
    this.traffic = traffic;
  }

  @Override
  public String now(double seconds) {
    long forthBefore = forth;
    long backBefore = back;
    forth = traffic.forth().bytes();
    back = traffic.back().bytes();
    return traffic.now(
        Math.round((forth - forthBefore) / seconds), Math.round((back - backBefore) / seconds));
  }
}
