package dev.leat.stream;

import java.util.function.BooleanSupplier;

/**
 * Waits for what is likely to come at once without going to sleep: to wake a thread takes about as
 * long as to write 64 KiB. It is done only where the last wait was as short, and not by virtual
 * threads, which have others to make way for.
 */
final class ShortWait {
  private static final long LONGEST_NANOS = 100_000;

  /** What would have been as short, with the time that it takes to fall asleep and to wake up. */
  private static final long LONGEST_SLEEP_NANOS = 250_000;

  private static final int LOOKS = 64;

  /** Otherwise whoever is waited for could not go on. */
  private static final boolean SEVERAL_PROCESSORS = Runtime.getRuntime().availableProcessors() > 1;

  /** Whether the last wait was short; only a hint, where several threads wait. */
  private volatile boolean hopeful = true;

  /** Answers whether it has come, after a while at the latest. */
  @SuppressWarnings("ThreadPriorityCheck") // what a yield does decides how long it takes, no more
  boolean await(BooleanSupplier come) {
    if (!hopeful || !SEVERAL_PROCESSORS || Thread.currentThread().isVirtual()) {
      return come.getAsBoolean();
    }
    long start = System.nanoTime();
    do {
      for (int i = 0; i < LOOKS; i++) {
        if (come.getAsBoolean()) {
          return true;
        }
        Thread.onSpinWait();
      }
      Thread.yield(); // to whoever is waited for, if there are more threads than processors
    } while (System.nanoTime() - start < LONGEST_NANOS);
    hopeful = false;
    return come.getAsBoolean();
  }

  /**
   * It has come after a sleep.
   *
   * @param start of the sleep, as {@link System#nanoTime} told it
   */
  void sleptSince(long start) {
    hopeful = System.nanoTime() - start < LONGEST_SLEEP_NANOS;
  }
}
