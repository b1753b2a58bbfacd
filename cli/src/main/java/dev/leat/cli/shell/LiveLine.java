package dev.leat.cli.shell;

import java.time.Duration;

/** Shows on a terminal, once a second, how a command is doing. */
public final class LiveLine {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Console console;
  private final Text text;
  private final Thread thread;

  /** What the line says. */
  @FunctionalInterface
  public interface Text {
    /**
     * What it says now.
     *
     * @param seconds since it was last asked, or made; about one, so that what came in it is a rate
     */
    String now(double seconds);
  }

  private LiveLine(Console console, Text text) {
    this.console = console;
    this.text = text;
    this.thread = Thread.ofVirtual().name("leat-live-line").unstarted(this::run);
  }

  /** Begins to show it, if there is a terminal. */
  public static LiveLine start(Console console, Text text) {
    return start(console, text, true);
  }

  /** Begins to show it, if it is wanted and there is a terminal. */
  public static LiveLine start(Console console, Text text, boolean wanted) {
    var line = new LiveLine(console, text);
    if (wanted && console.errIsTerminal() && !console.quiet()) {
      line.thread.start();
    }
    return line;
  }

  private void run() {
    long seenAt = System.nanoTime();
    try {
      for (; ; ) {
        Thread.sleep(PERIOD);
        long now = System.nanoTime();
        console.live(text.now((now - seenAt) / 1e9));
        seenAt = now;
      }
    } catch (InterruptedException e) {
      console.live("");
    }
  }

  /** Takes the line away. An interrupt, which may be why a command ends, waits for that. */
  public void end() {
    thread.interrupt();
    boolean interrupted = false;
    for (boolean ended = false; !ended; ) {
      try {
        thread.join();
        ended = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
