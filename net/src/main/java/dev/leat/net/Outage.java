package dev.leat.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a client has been without a connection of any use, and how often it has tried in vain.
 *
 * <p>A server that takes a connection only to drop it must not be called again at once, and such a
 * connection does not end the outage. But while it lasted there was none. Times are those of {@link
 * System#nanoTime}.
 */
final class Outage {
  private final Backoff backoff;
  private int failures;

  /** When it began, moved on by the time for which there was a connection all the same. */
  private long since;

  private long connectedAt;

  /** Begins now: there is no connection yet. */
  Outage(Backoff backoff, long now) {
    this.backoff = backoff;
    this.since = now;
  }

  void connected(long now) {
    connectedAt = now;
  }

  /**
   * The connection is lost: how long to wait before the next attempt.
   *
   * @param useful whether it had brought anything
   */
  Duration lost(boolean useful, long now) {
    long lasted = now - connectedAt;
    if (useful || lasted > Durations.nanos(backoff.ceiling())) {
      failures = 0;
      since = now;
    } else {
      failures++;
      since += lasted;
    }
    return backoff.delay(failures);
  }

  /** An attempt has failed: how long to wait before the next; null if it is time to give up. */
  @Nullable Duration failed(long now) {
    Duration pause = backoff.delay(failures++);
    Duration limit = backoff.giveUpAfter();
    if (limit.isZero()) {
      return pause;
    }
    Duration left = limit.minusNanos(now - since);
    if (!left.isPositive()) {
      return null;
    }
    return left.compareTo(pause) < 0 ? left : pause;
  }
}
