package dev.leat.stream;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Who may let go of a cursor's place in memory: its reader while it reads, else whoever ends the
 * cursor; in any case one of them, once.
 *
 * <pre>
 *          begin              end
 *   FREE ─────────► READING ───────► LEAVING
 *    │ ◄───────────    │                │
 *    │      done                        │ done: the reader lets go
 *    │ end: its caller lets go          ▼
 *    └────────────────────────────────► GONE
 * </pre>
 */
final class Occupancy {
  private enum State {
    FREE,
    READING,
    LEAVING,
    GONE
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.FREE);

  /** A reader comes; false if there is one, or the cursor has ended. */
  boolean begin() {
    return state.compareAndSet(State.FREE, State.READING);
  }

  /** The reader goes; true if it is now to let go of the place. */
  boolean done() {
    if (state.compareAndSet(State.READING, State.FREE)) {
      return false;
    }
    state.set(State.GONE);
    return true;
  }

  /** The cursor ends; true if the caller is now to let go of the place. */
  boolean end() {
    for (; ; ) {
      switch (state.get()) {
        case FREE -> {
          if (state.compareAndSet(State.FREE, State.GONE)) {
            return true;
          }
        }
        case READING -> {
          if (state.compareAndSet(State.READING, State.LEAVING)) {
            return false;
          }
        }
        case LEAVING, GONE -> {
          return false;
        }
      }
    }
  }
}
