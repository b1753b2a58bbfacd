package dev.leat.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What is to be run when something has come to a bad end, each once, however late it is said. */
final class Farewell {
  private final String name;
  private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();
  private volatile boolean due;

  /**
   * @param name of the threads
   */
  Farewell(String name) {
    this.name = name;
  }

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
      Thread.ofVirtual().name(name).inheritInheritableThreadLocals(false).start(action);
    }
  }
}
