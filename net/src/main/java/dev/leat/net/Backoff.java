package dev.leat.net;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a client waits before it tries again: a random time below a bound that doubles with each
 * failure ("full jitter"), so that the clients of a server that comes back do not all come at once.
 *
 * @param first the bound after the first failure
 * @param ceiling what the bound does not grow beyond
 * @param giveUpAfter how long an outage may last before trying ends; {@link Duration#ZERO} for ever
 */
public record Backoff(Duration first, Duration ceiling, Duration giveUpAfter) {
  private static final int MOST_DOUBLINGS = 30;
  private static final Backoff STANDARD =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), Duration.ZERO);

  /** Checks the ranges. */
  public Backoff {
    if (first.isNegative() || ceiling.compareTo(first) < 0 || giveUpAfter.isNegative()) {
      throw new IllegalArgumentException(
          "backoff needs 0 ≤ first ≤ ceiling and giveUpAfter ≥ 0, not "
              + first
              + ", "
              + ceiling
              + ", "
              + giveUpAfter);
    }
  }

  /** From 100 ms up to 30 s, for ever. */
  public static Backoff standard() {
    return STANDARD;
  }

  /** The same with another first bound. */
  public Backoff first(Duration bound) {
    return new Backoff(bound, ceiling, giveUpAfter);
  }

  /** The same with another ceiling. */
  public Backoff ceiling(Duration bound) {
    return new Backoff(first, bound, giveUpAfter);
  }

  /** The same, but giving up on an outage that lasts so long; zero for never. */
  public Backoff giveUpAfter(Duration outage) {
    return new Backoff(first, ceiling, outage);
  }

  /**
   * A random time to wait before the next attempt.
   *
   * @param failures how often it has failed already, not counting this time; from 0
   */
  public Duration delay(int failures) {
    Duration bound = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    if (bound.compareTo(ceiling) > 0) {
      bound = ceiling;
    }
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(Durations.nanos(bound) + 1));
  }
}
