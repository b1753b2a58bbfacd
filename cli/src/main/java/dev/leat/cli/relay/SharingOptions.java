package dev.leat.cli.relay;

import dev.leat.cli.shell.Sizes;
import dev.leat.cli.shell.UsageError;
import dev.leat.framing.Framing;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether clients share what is on the other side, and how. */
public final class SharingOptions {
  @Option(
      names = "--share",
      description =
          "One connection for all clients: what any of them says goes there, what comes back goes"
              + " to all who are here. Where both sides listen: everybody hears all of the other"
              + " side. One that has finished leaves when nothing was sent to it for a minute.")
  private boolean share;

  @Option(
      names = "--slow",
      paramLabel = "POLICY",
      defaultValue = "wait",
      description =
          "With --share, a client that falls behind by more than the retention: wait (it holds up"
              + " the others), skip (it misses messages), disconnect. Default: wait.")
  private Slow slow = Slow.WAIT;

  @Option(
      names = "--slow-timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description =
          "With --share, disconnect a client that takes nothing for so long; 0 for never."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration slowTimeout = Duration.ofSeconds(30);

  @Option(
      names = "--retention",
      paramLabel = "SIZE",
      defaultValue = "16MiB",
      converter = Sizes.class,
      description =
          "With --share, how much is kept in memory for clients that are slow."
              + " Default: ${DEFAULT-VALUE}.")
  private long retention = 16 << 20;

  /** Whether they do. */
  public boolean share() {
    return share;
  }

  /** What happens to a client that does not keep up. */
  public Slow slow() {
    return slow;
  }

  /**
   * What they hear. What comes while nobody is there is for nobody.
   *
   * @param chosen whether the longest message is the user's choice
   * @throws UsageError if it cannot hold a message, or not the longest that the user wants
   */
  public MessageLog stream(Framing framing, int maxMessage, boolean chosen) {
    if (slowTimeout.isNegative()) {
      throw new UsageError("--slow-timeout must not be negative");
    }
    return MessageLog.inMemory(
        framing,
        fitting(framing, maxMessage, chosen)
            .slow(Slow.SKIP)
            .slowTimeout(slowTimeout.isZero() ? null : slowTimeout));
  }

  private LogOptions fitting(Framing framing, int maxMessage, boolean chosen) {
    try {
      LogOptions options = LogOptions.standard().retention(retention).maxMessage(maxMessage);
      int most = options.largestMessage(framing);
      if (most < maxMessage && chosen) {
        throw new UsageError(
            "--max-message: with --retention %s a message may have at most %d bytes (a quarter of it, and 16MiB at most)"
                .formatted(Sizes.text(retention), most));
      }
      return options.maxMessage(most);
    } catch (IllegalArgumentException e) {
      throw new UsageError("--retention " + Sizes.text(retention) + ": " + e.getMessage());
    }
  }
}
