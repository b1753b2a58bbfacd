package dev.leat.cli.feed;

import dev.leat.cli.pace.Rate;
import dev.leat.cli.shell.UsageError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fast, and how much. */
final class PaceOptions {
  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description =
          "500/s, 0.5/s, 90/m, 10MB/s, or max: as fast as clients take it."
              + " Default: max for files and standard input, else 1/s.")
  private @Nullable Rate rate;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "The same said the other way: a message every 3s.")
  private @Nullable Duration every;

  @Option(names = "--count", paramLabel = "N", description = "At most so many messages.")
  private @Nullable Long count;

  /** The rate that is asked for. */
  Rate rate(Kind kind) {
    if (rate != null && every != null) {
      throw new UsageError("--rate and --every say the same thing: give one of them");
    }
    if (every != null && !every.isPositive()) {
      throw new UsageError("--every must be more than 0; for no pause at all: --rate max");
    }
    if (every != null) {
      return Rate.every(every);
    }
    return rate == null ? kind.rate() : rate;
  }

  /** The number of messages after which the source counts as ended. */
  long count() {
    if (count == null) {
      return Long.MAX_VALUE;
    }
    if (count < 1) {
      throw new UsageError("--count must be at least 1, not " + count);
    }
    return count;
  }
}
