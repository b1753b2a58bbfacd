package dev.leat.cli.shell;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lines of one kind, of which only the first of each minute are said, and then how many there were
 * besides. The rest with {@code -v}.
 */
public final class FewLines {
  private static final int MOST = 10;
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final Console console;
  private final String rest;
  private final LongSupplier nanoTime;

  /** Guards the fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private long since;
  private long number;

  /**
   * @param rest what comes after the first lines: {@code further refusals}
   */
  public FewLines(Console console, String rest) {
    this(console, rest, System::nanoTime);
  }

  FewLines(Console console, String rest, LongSupplier nanoTime) {
    this.console = console;
    this.rest = rest;
    this.nanoTime = nanoTime;
  }

  /** Says a line about what goes on, unless {@code -q}. */
  public void say(String line) {
    if (!console.quiet()) {
      error(line);
    }
  }

  /** Says a line that {@code -q} does not silence. */
  public void error(String line) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      if (number > 0 && now - since >= MINUTE) {
        sayHowMany();
        number = 0;
      }
      if (number == 0) {
        since = now;
      }
      number++;
      if (number <= MOST) {
        console.error(line);
      } else {
        console.detail(line);
      }
      if (number == MOST && !console.verbose()) {
        console.error(rest + " are not shown for a minute; -v shows each");
      }
    } finally {
      lock.unlock();
    }
  }

  private void sayHowMany() {
    if (number > MOST && !console.verbose()) {
      console.error(number - MOST + " " + rest + " were not shown");
    }
  }
}
