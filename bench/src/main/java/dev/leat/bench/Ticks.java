package dev.leat.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * Moments at a fixed rate. A tick keeps its time however late its thread comes to it, so that what
 * a stalled publisher holds up counts as late.
 */
public final class Ticks {
  private final long start = System.nanoTime();
  private final long period;

  private Ticks(long period) {
    this.period = period;
  }

  public static Ticks perSecond(int rate) {
    return new Ticks(1_000_000_000L / rate);
  }

  /**
   * Waits until the tick of that number (from 0) is due, and says when that was: nanoseconds,
   * {@link System#nanoTime()}.
   */
  public long await(long number) {
    long due = start + number * period;
    for (long wait; (wait = due - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(wait);
    }
    return due;
  }
}
