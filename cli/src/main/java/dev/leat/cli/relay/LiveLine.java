package dev.leat.cli.relay;

import dev.leat.cli.shell.Console;
import java.time.Duration;

/** Shows on a terminal, once a second, what a relay carries. */
public final class LiveLine {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Console console;
  private final Traffic traffic;
  private final Thread thread;
  private long seenAt = System.nanoTime();
  private long forth;
  private long back;

  private LiveLine(Console console, Traffic traffic) {
    this.console = console;
    this.traffic = traffic;
    this.thread = Thread.ofVirtual().name("leat-live-line").unstarted(this::run);
  }

  /** Begins to show it, if there is a terminal. */
  public static LiveLine start(Console console, Traffic traffic) {
    var line = new LiveLine(console, traffic);
    if (console.errIsTerminal() && !console.quiet()) {
      line.thread.start();
    }
    return line;
  }

  private void run() {
    try {
      for (; ; ) {
        console.live(next(System.nanoTime()));
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      console.live("");
    }
  }

  private String next(long now) {
    double seconds = Math.max((now - seenAt) / 1e9, 1e-3);
    long forthBefore = forth;
    long backBefore = back;
    seenAt = now;
    forth = traffic.forth().bytes();
    back = traffic.back().bytes();
    return traffic.now(
        Math.round((forth - forthBefore) / seconds), Math.round((back - backBefore) / seconds));
  }

  /** Takes the line away. */
  public void end() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
