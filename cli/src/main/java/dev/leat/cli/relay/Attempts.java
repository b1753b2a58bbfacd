package dev.leat.cli.relay;

import dev.leat.net.Backoff;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of many to connect to the same server. While it does not answer, one at a time tries
 * for all, after pauses that get longer.
 */
final class Attempts {
  private final Backoff backoff;

  /** Guards every field below. Not held while connecting. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();

  /** In a row. */
  private int failures;

  /** While there are failures: somebody is trying. */
  private boolean trying;

  private long nextAt;

  Attempts(Backoff backoff) {
    this.backoff = backoff;
  }

  /** Whether somebody still wants to connect. */
  interface Interest {
    boolean isLost();
  }

  /** One attempt, whose outcome is to be said. */
  final class Attempt {
    private final int failuresBefore = failures;

    /** It was answered, and will be for others. */
    void succeeded() {
      lock.lock();
      try {
        failures = 0;
        trying = false;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** It was not answered. True if it is the first of a row. */
    boolean failed() {
      lock.lock();
      try {
        trying = false;
        changed.signalAll();
        if (failures != failuresBefore) {
          return false; // others, who began when this one did, have said so
        }
        nextAt = System.nanoTime() + backoff.delay(failures).toNanos();
        failures++;
        return failures == 1;
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Waits until it is time to try; null once there is no interest any more.
   *
   * @param nanos how often at least to look whether there is
   */
  @Nullable Attempt next(Interest interest, long nanos) throws InterruptedException {
    lock.lock();
    try {
      while (!interest.isLost()) {
        long left = failures == 0 ? 0 : nextAt - System.nanoTime();
        if (left <= 0 && (failures == 0 || !trying)) {
          trying = failures > 0;
          return new Attempt();
        }
        changed.awaitNanos(Math.min(nanos, left <= 0 ? nanos : left));
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Has everybody look again whether there is still interest. */
  void look() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
