package dev.leat.cli;

import java.util.concurrent.TimeUnit;

/** Has the stream that a command of this process keeps in a store stop for good. */
public final class FailedForce {
  private FailedForce() {}

  /** Has one more message kept. */
  @FunctionalInterface
  public interface OneMore {
    void say() throws Exception;
  }

  /**
   * Interrupts the thread that forces what is written until that comes amid a force, which fails
   * then as it does when the disk does not answer. The stream has stopped when this returns, and
   * nobody has appended to it since.
   */
  public static void provoke(OneMore message) throws Exception {
    Thread forcer =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("leat-log-forcer"))
            .findFirst()
            .orElseThrow();
    while (forcer.isAlive()) {
      message.say();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
      while (forcer.isAlive() && System.nanoTime() < end) {
        forcer.interrupt();
        Thread.onSpinWait();
      }
    }
  }
}
