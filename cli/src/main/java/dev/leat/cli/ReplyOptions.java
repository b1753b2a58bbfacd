package dev.leat.cli;

import dev.leat.cli.shell.UsageError;
import dev.leat.net.ConnectionOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many replies are waited for, and for how long. */
final class ReplyOptions {
  @Option(names = "--expect", paramLabel = "N", description = "Wait for N replies and print them.")
  private long expected;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = {
        "Give up when connecting takes longer, or, once everything has been sent, when no reply comes"
            + " for so long: 500ms, 3s. Over UDP 5s, unless given."
      })
  private @Nullable Duration timeout;

  /** How many replies; 0 for none. */
  long expected() {
    if (expected < 0) {
      throw new UsageError("--expect must not be negative: " + expected);
    }
    return expected;
  }

  /** How long each reply may take once everything has been sent; null for no limit. */
  @Nullable Duration timeout() {
    return timeout;
  }

  /** The same with the time asked for. */
  ConnectionOptions limited(ConnectionOptions options) {
    return timeout == null ? options : options.timeouts(options.timeouts().connect(timeout));
  }
}
