package dev.leat.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What is to be run when a cursor has been disconnected, each once, however late it is said. */
final class Farewell {
  private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();
  private volatile boolean due;

  void add(Runnable action) {
    actions.add(action);
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
    for (Runnable action; (action = actions.poll()) != null; ) {
      Thread.ofVirtual()
          .name("leat-cursor-disconnected")
          .inheritInheritableThreadLocals(false)
          .start(action);
    }
  }
}
