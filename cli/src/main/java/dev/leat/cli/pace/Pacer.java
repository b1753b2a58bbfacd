package dev.leat.cli.pace;

/**
 * Says when the next message is due.
 *
 * <p>The time of each is computed from the start, never from the one before, so that nothing
 * drifts: after a late wake-up the following ones come on time. Where a thousand or more are due in
 * a second, it wakes once a millisecond and lets those go together that are due. After a hold-up, a
 * slow reader or a stopped process, at most one second's worth is made up for.
 *
 * <p>Used by one thread.
 */
public final class Pacer {
  private static final double MADE_UP_SECONDS = 1;

  private final Clock clock;
  private final boolean unlimited;
  private final double perNano;

  /** The most units that can be due at once. */
  private final long burst;

  /** When unit 0 was due. */
  private long start;

  private boolean started;
  private long done;

  /** A pacer whose first unit is due when it is first asked. */
  public Pacer(Rate rate) {
    this(rate, Clock.SYSTEM);
  }

  Pacer(Rate rate, Clock clock) {
    this.clock = clock;
    this.unlimited = rate.unlimited();
    this.perNano = rate.perSecond() / 1e9;
    this.burst = unlimited ? 0 : Math.max(1, Math.round(rate.perSecond() * MADE_UP_SECONDS));
  }

  /**
   * Waits until something is due.
   *
   * @return how many units may go now, at least 1; {@link Long#MAX_VALUE} where nothing limits them
   */
  public long await() throws InterruptedException {
    if (unlimited) {
      return Long.MAX_VALUE;
    }
    long now = clock.nanos();
    if (!started) {
      started = true;
      start = now;
    }
    for (; ; ) {
      long due = due(now);
      if (due > burst) {
        start = now - timeOf(done + burst - 1);
        due = burst;
      }
      if (due > 0) {
        return due;
      }
      clock.sleep(Math.max(start + timeOf(done) - now, Clock.SHORTEST_SLEEP));
      now = clock.nanos();
    }
  }

  /** So many units have gone. */
  public void went(long units) {
    done += units;
  }

  private long due(long now) {
    long elapsed = now - start;
    return elapsed < timeOf(done) ? 0 : Math.max(1, (long) (elapsed * perNano) + 1 - done);
  }

  /** When a unit is due, in nanoseconds from the start. */
  private long timeOf(long unit) {
    return (long) Math.ceil(unit / perNano);
  }
}
