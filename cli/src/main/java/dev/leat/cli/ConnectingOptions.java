package dev.leat.cli;

import dev.leat.cli.shell.UsageError;
import dev.leat.net.Backoff;
import dev.leat.net.ConnectionOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long a client waits, and whether it tries again. */
final class ConnectingOptions {
  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description =
          "Give up when connecting takes longer, or when nothing comes or goes for so long: 500ms, 3s.")
  private @Nullable Duration timeout;

  @Option(
      names = "--reconnect",
      description = {
        "Connect again whenever the connection is lost or cannot be had, and for ever;"
            + " pauses get longer from one failure to the next. What TLS refuses (a certificate,"
            + " a host name) is not tried again."
      })
  private boolean reconnect;

  @Option(
      names = "--max-wait",
      paramLabel = "TIME",
      description = "With --reconnect: the longest such pause. Default: 30s.")
  private @Nullable Duration maxWait;

  /** The same with the times asked for. */
  ConnectionOptions limited(ConnectionOptions options) {
    return timeout == null
        ? options
        : options.timeouts(options.timeouts().connect(timeout).idle(timeout));
  }

  /**
   * The longest silence; null for none.
   *
   * @throws UsageError if there is something that has no meaning for datagrams
   */
  @Nullable Duration silence() {
    if (reconnect || maxWait != null) {
      throw new UsageError("--reconnect is for connections, and udp:// has none");
    }
    return timeout;
  }

  /** How to try again; null for not at all. */
  @Nullable Backoff backoff() {
    if (!reconnect) {
      if (maxWait != null) {
        throw new UsageError("--max-wait is for --reconnect");
      }
      return null;
    }
    Backoff standard = Backoff.standard();
    if (maxWait == null) {
      return standard;
    }
    return standard
        .first(maxWait.compareTo(standard.first()) < 0 ? maxWait : standard.first())
        .ceiling(maxWait);
  }
}
