package dev.leat.cli.shell;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT, SIGTERM and SIGHUP into a {@link Stop}: the process then has {@link Stop#GRACE} to
 * end, and says 128 and the signal's number to its caller. A second signal ends it at once, as does
 * the first while a person is asked something.
 */
public final class Signals {
  private static final long GLANCE_MILLIS = 20;

  private final Stop stop;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Signals(Stop stop) {
    this.stop = stop;
  }

  /** From now on, signals request the stop. */
  public static Signals handle(Stop stop) {
    var signals = new Signals(stop);
    Runtime.getRuntime().addShutdownHook(new Thread(signals::shutdown, "shutdown"));
    return signals;
  }

  /** The command has returned: nothing is left to wait for. */
  public void commandEnded() {
    ended.countDown();
  }

  /** Java runs this on a signal, and on {@link System#exit}. */
  private void shutdown() {
    stop.request();
    try {
      long deadline = System.nanoTime() + Stop.GRACE.toNanos();
      while (!ended.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS)
          && !stop.isAsking()
          && System.nanoTime() - deadline < 0
          && signalsSeen() < 2) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Java starts a thread for each signal, which waits for this shutdown to end. It has no other way
   * to tell that a second one has come.
   */
  private static long signalsSeen() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread -> thread.getName().startsWith("SIG") && thread.getName().endsWith(" handler"))
        .count();
  }
}
