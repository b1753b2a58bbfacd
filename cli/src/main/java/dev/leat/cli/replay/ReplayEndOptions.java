package dev.leat.cli.replay;

import dev.leat.cli.shell.UsageError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a replay begins, whether it begins again, and when it is over by itself. */
final class ReplayEndOptions {
  @Option(
      names = "--wait-for",
      paramLabel = "N",
      description = "Begin when so many clients are here. Default: 1.")
  private @Nullable Integer waitFor;

  @Option(
      names = "--loop",
      description = "Begin again at the end, for as long as somebody is there.")
  private boolean loop;

  @Option(
      names = "--exit-at-end",
      description = "Leave when it has ended and every client has all of it.")
  private boolean exitAtEnd;

  @Option(
      names = "--exit-after-clients",
      paramLabel = "N",
      description = "Leave when so many clients have left.")
  private @Nullable Long exitAfterClients;

  /**
   * What is asked for.
   *
   * @param waitFor clients that must be here before it begins
   * @param loop whether it begins again for those who are there
   * @param atEnd whether it is over when it has ended and every client has everything
   * @param afterClients clients that have left, after whom it is over
   */
  record Terms(int waitFor, boolean loop, boolean atEnd, long afterClients) {}

  /**
   * What is asked for.
   *
   * @param mostClients so many are let in at a time
   */
  Terms terms(int mostClients) {
    if (loop && exitAtEnd) {
      throw new UsageError("with --loop there is no end for --exit-at-end");
    }
    int wanted = waitFor == null ? 1 : waitFor;
    if (wanted < 1) {
      throw new UsageError("--wait-for must be at least 1, not " + wanted);
    }
    if (wanted > mostClients) {
      throw new UsageError(
          "--wait-for %d waits for ever with --max-clients %d".formatted(wanted, mostClients));
    }
    long after = exitAfterClients == null ? Long.MAX_VALUE : exitAfterClients;
    if (after < 1) {
      throw new UsageError("--exit-after-clients must be at least 1, not " + after);
    }
    return new Terms(wanted, loop, exitAtEnd, after);
  }
}
