package dev.leat.cli.feed;

import static dev.leat.cli.shell.Amounts.count;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Sizes;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.TooLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Says what is lost, also with {@code -q}, but not a thousand times. */
final class Losses {
  private static final int MOST_LINES = 10;

  private final Console console;
  private final String fate;
  private final AtomicInteger said = new AtomicInteger();
  private final AtomicLong tooLong = new AtomicLong();

  /**
   * @param decoding how long a message may be, and what becomes of longer ones
   */
  Losses(Console console, DecoderOptions decoding) {
    this.console = console;
    String most = Sizes.text(decoding.max());
    this.fate =
        decoding.tooLong() == TooLong.TRUNCATE ? "cut to " + most : "left out: longer than " + most;
  }

  /** So many more messages of this input have been left out or cut. */
  void tooLong(String input, long messages) {
    if (messages > 0) {
      tooLong.addAndGet(messages);
      say(input + ": " + count(messages, "message") + " " + fate);
    }
  }

  /** Says this; after a few such lines only with {@code -v}. */
  void say(String line) {
    int number = said.incrementAndGet();
    if (number <= MOST_LINES) {
      console.error(line);
    } else {
      console.detail(line);
    }
    if (number == MOST_LINES && !console.verbose()) {
      console.error("further losses are only counted; -v shows each");
    }
  }

  /** What the inputs have lost, for the report; empty if nothing. */
  String ofInputs() {
    return tooLong.get() == 0 ? "" : count(tooLong.get(), "message") + " " + fate;
  }
}
