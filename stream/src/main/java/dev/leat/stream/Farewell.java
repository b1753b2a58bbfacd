package dev.leat.stream;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run once a cursor has been disconnected: once, whichever of the two comes first.
 */
final class Farewell {
  private final AtomicReference<@Nullable Runnable> action = new AtomicReference<>();
  private volatile boolean due;

  /** Sets the action, in place of one that has not been run. */
  void set(Runnable wanted) {
    action.set(wanted);
    if (due) {
      start();
    }
  }

  /** It is time. */
  void run() {
    due = true;
    start();
  }

  private void start() {
    Runnable wanted = action.getAndSet(null);
    if (wanted != null) {
      Thread.ofVirtual()
          .name("leat-cursor-disconnected")
          .inheritInheritableThreadLocals(false)
          .start(wanted);
    }
  }
}
