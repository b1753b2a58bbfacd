package dev.leat.cli.shell;

import java.util.concurrent.atomic.AtomicInteger;

/** Lines of one kind, of which only the first are said: the rest with {@code -v}. */
public final class FewLines {
  private static final int MOST = 10;

  private final Console console;
  private final String rest;
  private final AtomicInteger said = new AtomicInteger();

  /**
   * @param rest what comes after the first lines: {@code further refusals}
   */
  public FewLines(Console console, String rest) {
    this.console = console;
    this.rest = rest;
  }

  /** Says a line about what goes on, unless {@code -q}. */
  public void say(String line) {
    if (!console.quiet()) {
      error(line);
    }
  }

  /** Says a line that {@code -q} does not silence. */
  public void error(String line) {
    int number = said.incrementAndGet();
    if (number <= MOST) {
      console.error(line);
    } else {
      console.detail(line);
    }
    if (number == MOST && !console.verbose()) {
      console.error(rest + " are not shown; -v shows each");
    }
  }
}
