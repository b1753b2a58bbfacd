package dev.leat.stream;

/** What the threads of a log have in common. */
final class Threads {
  private Threads() {}

  /**
   * Forgets an interrupt of the calling thread, which is a log's own, so that nobody has a reason
   * to interrupt it: the file that it uses next would be closed.
   */
  static void ignoreInterrupt() {
    Thread.interrupted();
  }

  /** Waits until a thread has ended. An interrupt does not end the wait; it is kept for later. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
