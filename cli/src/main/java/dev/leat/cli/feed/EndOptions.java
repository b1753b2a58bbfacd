package dev.leat.cli.feed;

import dev.leat.cli.feed.Feed.End;
import dev.leat.cli.shell.UsageError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When the feed is over by itself. */
final class EndOptions {
  @Option(
      names = "--exit-at-end",
      description = "Leave when the input has ended and every client has all of it.")
  private boolean exitAtEnd;

  @Option(
      names = "--exit-after-clients",
      paramLabel = "N",
      description = "Leave when so many clients have left.")
  private @Nullable Long exitAfterClients;

  /**
   * What is asked for.
   *
   * @param ends whether the source comes to an end
   */
  End end(Source source, boolean ends) {
    if (exitAtEnd && !ends) {
      throw new UsageError(
          "--exit-at-end: %s never end; say how many with --count".formatted(source.description()));
    }
    if (exitAfterClients != null && exitAfterClients < 1) {
      throw new UsageError("--exit-after-clients must be at least 1, not " + exitAfterClients);
    }
    return new End(exitAtEnd, exitAfterClients == null ? Long.MAX_VALUE : exitAfterClients);
  }
}
