package dev.leat.cli.feed;

import static dev.leat.cli.shell.Amounts.count;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.FewLines;
import dev.leat.cli.shell.Sizes;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.TooLong;
import java.util.concurrent.atomic.AtomicLong;

/** Says what is lost, also with {@code -q}, but not a thousand times. */
final class Losses {
  private final FewLines lines;
  private final String fate;
  private final AtomicLong tooLong = new AtomicLong();

  /**
   * @param decoding how long a message may be, and what becomes of longer ones
   */
  Losses(Console console, DecoderOptions decoding) {
    this.lines = new FewLines(console, "further losses");
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

  /** Says that something is lost. */
  void say(String line) {
    lines.error(line);
  }

  /** What the inputs have lost, for the report; empty if nothing. */
  String ofInputs() {
    return tooLong.get() == 0 ? "" : count(tooLong.get(), "message") + " " + fate;
  }
}
