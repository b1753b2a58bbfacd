package dev.leat.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one clock of many connections. Each keeps its deadlines in fields of its own, so that to set
 * one costs a write; this thread looks at them all when the next could be due: the earliest that is
 * set, or the shortest that might have been set since it last looked. It starts with the first
 * connection that has a deadline, and ends a while after the last has gone.
 */
final class Watchdog {
  private static final long RETIRE_NANOS = 1_000_000_000;
  private static final long LONGEST_NANOS = 3_600_000_000_000L;
  private static final long FINEST_NANOS = 1_000_000;
  private static final long COARSEST_NANOS = 100_000_000;

  private final Thread.Builder threads;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();

  /** Guards the start and the end of the thread. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Thread thread;
  private volatile long wakeAt;

  Watchdog(Thread.Builder threads) {
    this.threads = threads;
  }

  /**
   * From now on, until {@link #unwatch}. Called again when a line has got a shorter deadline than
   * it had.
   */
  void watch(Line line) {
    lines.add(line);
    lock.lock();
    try {
      if (thread == null) {
        wakeAt = System.nanoTime();
        thread = threads.start(this::run);
        return;
      }
    } finally {
      lock.unlock();
    }
    if (System.nanoTime() + line.shortestDeadline() - wakeAt < 0) {
      LockSupport.unpark(thread);
    }
  }

  void unwatch(Line line) {
    lines.remove(line);
  }

  private void run() {
    do {
      // Whoever is added from here on wakes this thread, since it may have been overlooked.
      wakeAt = System.nanoTime() + LONGEST_NANOS;
      long now = System.nanoTime();
      long wait = lines.isEmpty() ? RETIRE_NANOS : lookWhateverHappens(now);
      wakeAt = now + wait;
      LockSupport.parkNanos(this, wait);
    } while (!retires());
  }

  /** Memory may be used up for a moment: the deadlines must be kept afterwards. */
  private long lookWhateverHappens(long now) {
    try {
      return look(now);
    } catch (RuntimeException | Error e) {
      Thread self = Thread.currentThread();
      self.getUncaughtExceptionHandler().uncaughtException(self, e);
      return COARSEST_NANOS;
    }
  }

  /** Ends what is overdue; the nanoseconds until something could be due next. */
  private long look(long now) {
    long next = LONGEST_NANOS;
    long shortest = LONGEST_NANOS;
    for (Line line : lines) {
      next = Math.min(next, line.untilDue(now));
      shortest = Math.min(shortest, line.shortestDeadline());
    }
    // Deadlines that lie close together are looked at together.
    return Math.max(next, Math.clamp(shortest / 16, FINEST_NANOS, COARSEST_NANOS));
  }

  private boolean retires() {
    lock.lock();
    try {
      boolean retiring = lines.isEmpty() && System.nanoTime() - wakeAt >= 0;
      if (retiring) {
        thread = null;
      }
      return retiring;
    } finally {
      lock.unlock();
    }
  }
}
