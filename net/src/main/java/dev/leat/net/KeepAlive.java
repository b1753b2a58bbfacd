package dev.leat.net;

import java.time.Duration;

/**
 * When the system asks a silent TCP peer whether it is still there, which is how a peer that has
 * vanished is noticed.
 *
 * @param idle silence before the first question; whole seconds, from 1 to 32,767
 * @param interval between questions; whole seconds, from 1 to 32,767
 * @param count questions without an answer after which the connection is broken; 1 to 127
 */
public record KeepAlive(Duration idle, Duration interval, int count) {
  /** What Linux takes. */
  private static final int MOST_SECONDS = 32_767;

  private static final KeepAlive STANDARD =
      new KeepAlive(Duration.ofMinutes(1), Duration.ofSeconds(10), 6);

  /** Checks the ranges. */
  public KeepAlive {
    if (outOfRange(idle) || outOfRange(interval) || count < 1 || count > 127) {
      throw new IllegalArgumentException(
          "keepalive needs times from 1 to "
              + MOST_SECONDS
              + " seconds and a count from 1 to 127, not "
              + Durations.text(idle)
              + ", "
              + Durations.text(interval)
              + ", "
              + count);
    }
  }

  private static boolean outOfRange(Duration time) {
    return time.toSeconds() < 1 || time.toSeconds() > MOST_SECONDS;
  }

  /**
   * After a minute of silence, every ten seconds, six times: a vanished peer is noticed in two
   * minutes.
   */
  public static KeepAlive standard() {
    return STANDARD;
  }
}
