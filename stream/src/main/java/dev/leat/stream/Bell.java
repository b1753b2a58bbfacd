package dev.leat.stream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How an append knows whether the waker must be woken, so that nobody is forgotten and nobody is
 * woken in vain.
 *
 * <p>Each side first tells the others what it is about to do, and then looks at what they have
 * done; all of it is volatile, so of two that act at the same time at least one sees the other:
 *
 * <pre>
 *   reader                    append                       waker
 *     enter()                   moves the stream's end       rest()
 *     looks at the end          ring(): is the waker at      looks at the end, and whether
 *     parks if it is at it      rest, and someone parked?    someone is parked
 *     leave()                   wakes it                     sleeps if nothing has come
 *                                                            rise()
 * </pre>
 */
final class Bell {
  private final AtomicInteger parked = new AtomicInteger();
  private volatile boolean resting;

  /** A reader is about to park, and will look for messages once more before it does. */
  void enter() {
    parked.incrementAndGet();
  }

  /** That reader is awake. */
  void leave() {
    parked.decrementAndGet();
  }

  boolean anyoneParked() {
    return parked.get() > 0;
  }

  /** The waker is about to sleep, and will look for messages once more before it does. */
  void rest() {
    resting = true;
  }

  /** The waker is awake. */
  void rise() {
    resting = false;
  }

  /** Messages have come: whether the waker must be woken, which the caller then does. */
  boolean ring() {
    if (resting && anyoneParked()) {
      resting = false;
      return true;
    }
    return false;
  }
}
