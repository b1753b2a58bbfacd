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

  /** When the first moment was due; no time goes by before that is known. */
  private long start;

  private boolean begun;

  /** A time line that begins when it is first waited for, unless it is told when. */
  public Timeline(Speed speed) {
    this(speed, Clock.SYSTEM);
  }

  Timeline(Speed speed, Clock clock) {
    this.speed = speed;
    this.clock = clock;
  }

  /** Begins now, unless it has begun. */
  public void begin() {
    begin(clock.nanos());
  }

  /**
   * Begins, unless it has begun.
   *
   * @param at when the first moment was due, as {@link System#nanoTime()} tells it
   */
  public void begin(long at) {
    if (!begun) {
      begun = true;
      start = at;
    }
  }

  /**
   * Nanoseconds until this moment is due, 0 or less if it is; before the beginning, nanoseconds
   * from there on. The first asked for is due at once.
   */
  public long untilDue(Instant moment) {
    if (speed.unlimited()) {
      return 0;
    }
    if (first == null) {
      first = moment;
    }
    long after = speed.nanos(Duration.between(first, moment));
    return begun ? after - (clock.nanos() - start) : after;
  }

  /**
   * Waits until this moment is due, or up to a millisecond longer: shorter sleeps cost too much.
   */
  public void await(Instant moment) throws InterruptedException {
    begin();
    for (long left = untilDue(moment); left > 0; left = untilDue(moment)) {
      clock.sleep(Math.max(left, Clock.SHORTEST_SLEEP));
    }
  }
}
