package dev.leat.cli.record;

import dev.leat.cli.shell.UsageError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much is recorded. */
public final class RecordingOptions {
  @Option(names = "--count", paramLabel = "N", description = "Leave after so many messages.")
  private @Nullable Long count;

  @Option(names = "--for", paramLabel = "TIME", description = "Leave after so long: 10s, 5m, 8h.")
  private @Nullable Duration length;

  /** After how many messages it is enough; {@link Long#MAX_VALUE} for no limit. */
  public long count() {
    if (count == null) {
      return Long.MAX_VALUE;
    }
    if (count < 1) {
      throw new UsageError("--count must be at least 1, not " + count);
    }
    return count;
  }

  /** How long it goes on; null for ever. */
  public @Nullable Duration length() {
    if (length != null && !length.isPositive()) {
      throw new UsageError("--for must be more than 0");
    }
    return length;
  }
}
