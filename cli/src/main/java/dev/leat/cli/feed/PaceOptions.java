package dev.leat.cli.feed;

import dev.leat.cli.pace.Rate;
import dev.leat.cli.pace.Speed;
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

  @Option(
      names = "--time-field",
      paramLabel = "NAME",
      description =
          "For files: each message when its own time says, with the pauses between them. NAME is a"
              + " column of CSV, whose first line names the columns and is its head, or a member of"
              + " JSON objects. Times are 2026-11-22T12:00:00Z (any offset; without one, of this"
              + " time zone), or seconds since 1970, from 100000000000 on milliseconds. A message"
              + " that has none, or one before its predecessor's, goes with that; one that cannot"
              + " be read ends the feed.")
  private @Nullable String timeField;

  @Option(
      names = "--speed",
      paramLabel = "SPEED",
      description = "With --time-field: 1x, 0.5x, 10x, or max. Default: 1x.")
  private @Nullable Speed speed;

  /** The field of messages that says when they are due; null if none does. */
  @Nullable String timeField() {
    if (timeField == null && speed != null) {
      throw new UsageError("--speed is for --time-field; --rate says how many a second");
    }
    if (timeField != null && (rate != null || every != null)) {
      throw new UsageError("--time-field says when each message is due: --rate has no place");
    }
    return timeField;
  }

  /** How fast the messages' own time goes by. */
  Speed speed() {
    return speed == null ? Speed.ORIGINAL : speed;
  }

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
