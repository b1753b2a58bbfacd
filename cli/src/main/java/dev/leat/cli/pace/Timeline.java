package dev.leat.cli.pace;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says when what was recorded at some moment is due again.
 *
 * <p>Every moment is set off against the first, never against the one before, so that nothing
 * drifts: after a late wake-up, or a hold-up however long, what follows comes as soon as it can
 * until it is on time again.
 *
 * <p>Used by one thread.
 */
public final class Timeline {
  private final Speed speed;
  private final Clock clock;
  private @Nullable Instant first;

  /** When the first moment was due. */
  private long start;

  /** A time line that begins when it is first asked. */
  public Timeline(Speed speed) {
    this(speed, Clock.SYSTEM);
  }

  Timeline(Speed speed, Clock clock) {
    this.speed = speed;
    this.clock = clock;
  }

  /**
   * Nanoseconds until this moment is due, 0 or less if it is. The first asked for is due at once.
   */
  public long untilDue(Instant moment) {
    if (speed.unlimited()) {
      return 0;
    }
    long now = clock.nanos();
    if (first == null) {
      first = moment;
      start = now;
    }
    return speed.nanos(Duration.between(first, moment)) - (now - start);
  }

  /**
   * Waits until this moment is due, or up to a millisecond longer: shorter sleeps cost too much.
   */
  public void await(Instant moment) throws InterruptedException {
    for (long left = untilDue(moment); left > 0; left = untilDue(moment)) {
      clock.sleep(Math.max(left, Clock.SHORTEST_SLEEP));
    }
  }
}
