package dev.leat.cli.feed;

import dev.leat.cli.pace.Rate;
import dev.leat.cli.shell.From;
import dev.leat.stream.Slow;
import java.time.Duration;

/** The kinds of sources, and what is usual for each. */
enum Kind {
  /** Made on the spot, for ever: whoever comes late has missed what was before. */
  LIVE,
  /** Files: every client is to have every message. */
  FILES,
  /** Standard input: as files, but it comes only once. */
  INPUT;

  Rate rate() {
    return this == LIVE ? Rate.every(Duration.ofSeconds(1)) : Rate.MAX;
  }

  From from() {
    return this == LIVE ? From.Word.LAST : From.Word.EARLIEST;
  }

  Slow slow() {
    return this == LIVE ? Slow.SKIP : Slow.WAIT;
  }
}
