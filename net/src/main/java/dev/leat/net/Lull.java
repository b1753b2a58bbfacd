package dev.leat.net;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Settles which comes first where a server that shuts down wants a connection to end between two
 * messages: the end, or the next message.
 *
 * <pre>
 *          wait               end
 *   BUSY ─────────► WAITING ─────────► OVER
 *    │ ◄─────────      ▲                ▲
 *    │    go on                         │ wait
 *    │ end                              │
 *    └──────────────► LAST ─────────────┘
 * </pre>
 */
final class Lull {
  private enum State {
    /** The receiving thread is at a message, or elsewhere. */
    BUSY,
    /** It waits, and no message has begun. */
    WAITING,
    /** As busy, but there is to be no next message. */
    LAST,
    /** There is no next message. */
    OVER
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);

  /** The receiving thread is about to wait for the next message; false if there is to be none. */
  boolean begin() {
    if (state.compareAndSet(State.BUSY, State.WAITING)) {
      return true;
    }
    state.compareAndSet(State.LAST, State.OVER);
    return !over();
  }

  /** Something has come, or it waits no more; false if the end came first. */
  boolean goOn() {
    return state.compareAndSet(State.WAITING, State.BUSY);
  }

  /**
   * No message is to begin any more; true if the receiving thread waits for one, so that the caller
   * is to end the connection. Otherwise that thread does it when it comes to wait.
   */
  boolean end() {
    for (; ; ) {
      switch (state.get()) {
        case WAITING -> {
          if (state.compareAndSet(State.WAITING, State.OVER)) {
            return true;
          }
        }
        case BUSY -> {
          if (state.compareAndSet(State.BUSY, State.LAST)) {
            return false;
          }
        }
        case LAST, OVER -> {
          return false;
        }
      }
    }
  }

  boolean over() {
    return state.get() == State.OVER;
  }
}
