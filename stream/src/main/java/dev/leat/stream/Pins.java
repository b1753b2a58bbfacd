package dev.leat.stream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts who needs a segment's memory, and finds the one moment at which it is to be freed: when it
 * has been dropped and the last has let go.
 *
 * <p>One number holds both, the count and, as its sign bit, whether it has been dropped. So whoever
 * changes it knows whether it was he who brought it to its end.
 */
final class Pins {
  private static final int DROPPED = Integer.MIN_VALUE;

  private final AtomicInteger state = new AtomicInteger();

  /** For a reader who enters; false if it has been dropped. */
  boolean pin() {
    int seen = state.get();
    while (seen >= 0 && !state.weakCompareAndSetVolatile(seen, seen + 1)) {
      seen = state.get();
    }
    return seen >= 0;
  }

  /** For a look, also after it has been dropped; false if it is to be freed. */
  boolean pinIfAlive() {
    int seen = state.get();
    while (seen != DROPPED && !state.weakCompareAndSetVolatile(seen, seen + 1)) {
      seen = state.get();
    }
    return seen != DROPPED;
  }

  /** True if the memory is now to be freed, by the caller. */
  boolean unpin() {
    return state.decrementAndGet() == DROPPED;
  }

  /** Called once. True if the memory is now to be freed, by the caller. */
  boolean drop() {
    return state.getAndUpdate(pins -> pins | DROPPED) == 0;
  }

  /** Whether there is none at this moment. */
  boolean none() {
    return (state.get() & ~DROPPED) == 0;
  }

  boolean dropped() {
    return state.get() < 0;
  }
}
