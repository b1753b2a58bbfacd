package dev.leat.cli.feed;

import dev.leat.cli.shell.Console;
import java.util.concurrent.atomic.AtomicInteger;

/** Says which client has lost something, but not a thousand times. */
final class Losses {
  private static final int MOST_LINES = 10;

  private final Console console;
  private final AtomicInteger said = new AtomicInteger();

  Losses(Console console) {
    this.console = console;
  }

  /** Says this; after a few such lines only with {@code -v}. */
  void say(String line) {
    int number = said.incrementAndGet();
    if (number <= MOST_LINES) {
      console.say(line);
    } else {
      console.detail(line);
    }
    if (number == MOST_LINES && !console.verbose()) {
      console.say("the losses of further clients are only counted; -v shows each");
    }
  }
}
