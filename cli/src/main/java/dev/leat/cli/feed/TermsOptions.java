package dev.leat.cli.feed;

import dev.leat.cli.shell.From;
import dev.leat.cli.shell.Retention;
import dev.leat.cli.shell.UsageError;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Limits;
import dev.leat.stream.LogOptions;
import dev.leat.stream.Slow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How clients are served. */
final class TermsOptions {
  private static final Duration SLOW_TIMEOUT = Duration.ofMinutes(1);

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      description =
          "Where a new client starts: earliest (the oldest message kept), last (the newest one"
              + " there), latest (the next to come); with --store also at an offset (1200) or a"
              + " time (2026-11-22T12:00:00Z). Default: earliest for files and standard input, else"
              + " last.")
  private @Nullable From from;

  @Option(
      names = "--slow",
      paramLabel = "POLICY",
      description =
          "What happens when a client falls behind by more than the retention: wait (the feed waits"
              + " for it), skip (it misses messages, which are counted), disconnect. Default: wait"
              + " for files and standard input, else skip.")
  private @Nullable Slow slow;

  @Option(
      names = "--slow-timeout",
      paramLabel = "TIME",
      description =
          "Disconnect a client that takes nothing for so long; 0 for never."
              + " Default: 1m, but never with --slow wait.")
  private @Nullable Duration slowTimeout;

  @Option(
      names = "--wait-for",
      paramLabel = "N",
      description =
          "Begin when so many clients are here."
              + " Default: 1 for files and with --count unless --store keeps them, else 0: at once.")
  private @Nullable Integer waitFor;

  @Option(
      names = "--per-client",
      paramLabel = "N",
      description = "Close each client after so many messages.")
  private @Nullable Long perClient;

  @Option(
      names = "--close-after",
      paramLabel = "TIME",
      description = "Keep a connection open for so long once its client has everything.")
  private Duration closeAfter = Duration.ZERO;

  /**
   * Refuses to wait for more clients than are let in.
   *
   * @throws UsageError if that is asked for
   */
  void check(Limits limits, Endpoint endpoint) {
    int wanted = waitFor(0);
    if (wanted > limits.connections()) {
      throw new UsageError(
          "--wait-for %d waits for ever with --max-clients %d"
              .formatted(wanted, limits.connections()));
    }
    boolean oneAddress = endpoint.thisMachineOnly() && limits.perAddress() > 0;
    if (oneAddress && wanted > limits.perAddress()) {
      throw new UsageError(
          "--wait-for %d waits for ever with --max-per-address %d: all clients of %s have the address of this machine"
              .formatted(wanted, limits.perAddress(), endpoint));
    }
  }

  /**
   * The same with no longer messages than the stream can hold.
   *
   * @param chosen whether their limit is the user's choice, which is not changed in silence
   * @throws UsageError if it cannot be held, or nothing can
   */
  static ConnectionOptions fitting(ConnectionOptions wanted, boolean chosen, Retention retention) {
    int most = largestMessage(wanted, retention);
    if (most < wanted.decoder().max() && chosen) {
      throw new UsageError(
          "--max-message: with --retention %s a message may have at most %d bytes (a quarter of it, and 16MiB at most)"
              .formatted(retention, most));
    }
    return wanted.maxMessage(most);
  }

  private static int largestMessage(ConnectionOptions wanted, Retention retention) {
    try {
      return retention
          .of(LogOptions.standard())
          .maxMessage(wanted.decoder().max())
          .largestMessage(wanted.framing());
    } catch (IllegalArgumentException e) {
      throw new UsageError("--retention " + retention + ": " + e.getMessage());
    }
  }

  /**
   * The terms that are asked for.
   *
   * @param ends whether the feed comes to an end and can begin again
   * @throws UsageError if clients cannot start there
   */
  Terms terms(Kind kind, boolean ends, Keeping keeping) {
    if (from instanceof From.Place && !keeping.stored()) {
      throw new UsageError("--from an offset or a time is for a stream that is kept: --store DIR");
    }
    Slow policy = slow == null ? kind.slow() : slow;
    return new Terms(
        from == null ? kind.from() : from,
        policy,
        timeout(policy),
        keeping.retention(),
        waitFor(!keeping.stored() && (kind == Kind.FILES || ends) ? 1 : 0),
        perClient(),
        closeAfter());
  }

  private @Nullable Duration timeout(Slow policy) {
    if (slowTimeout == null) {
      return policy == Slow.WAIT ? null : SLOW_TIMEOUT;
    }
    if (slowTimeout.isNegative()) {
      throw new UsageError("--slow-timeout must not be negative");
    }
    return slowTimeout.isZero() ? null : slowTimeout;
  }

  private int waitFor(int standard) {
    if (waitFor == null) {
      return standard;
    }
    if (waitFor < 0) {
      throw new UsageError("--wait-for must not be negative: " + waitFor);
    }
    return waitFor;
  }

  private long perClient() {
    if (perClient == null) {
      return Long.MAX_VALUE;
    }
    if (perClient < 1) {
      throw new UsageError("--per-client must be at least 1, not " + perClient);
    }
    return perClient;
  }

  private Duration closeAfter() {
    if (closeAfter.isNegative()) {
      throw new UsageError("--close-after must not be negative");
    }
    return closeAfter;
  }
}
