package dev.leat.net;

import java.time.Duration;

/**
 * When the system asks a silent TCP peer whether it is still there, which is how a peer that has
 * vanished is noticed.
 *
 * @param idle silence before the first question; whole seconds, at least one
 * @param interval between questions; whole seconds, at least one
 * @param count questions without an answer after which the connection is broken; 1 to 127
 */
public record KeepAlive(Duration idle, Duration interval, int count) {
  private static final KeepAlive STANDARD =
      new KeepAlive(Duration.ofMinutes(1), Duration.ofSeconds(10), 6);

  /** Checks the ranges. */
  public KeepAlive {
    if (idle.toSeconds() < 1 || interval.toSeconds() < 1 || count < 1 || count > 127) {
      throw new IllegalArgumentException(
          "keepalive needs times of at least a second and a count from 1 to 127, not "
              + Durations.text(idle)
              + ", "
              + Durations.text(interval)
              + ", "
              + count);
    }
  }

  /**
   * After a minute of silence, every ten seconds, six times: a vanished peer is noticed in two
   * minutes.
   */
  public static KeepAlive standard() {
    return STANDARD;
  }
}
