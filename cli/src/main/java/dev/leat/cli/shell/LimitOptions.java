package dev.leat.cli.shell;

import dev.leat.net.Limits;
import dev.leat.net.SocketOptions;
import dev.leat.net.WhenFull;
import picocli.CommandLine.Option;

/** How many clients a command serves. */
public final class LimitOptions {
  @Option(
      names = "--max-clients",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Serve at most so many at a time. Default: ${DEFAULT-VALUE}.")
  private int maxClients = 10_000;

  @Option(
      names = "--max-per-address",
      paramLabel = "N",
      defaultValue = "0",
      description = "Refuse more than so many from one address. Default: no limit.")
  private int maxPerAddress;

  @Option(
      names = "--when-full",
      paramLabel = "WHAT",
      defaultValue = "queue",
      description =
          "queue: one more client waits for its turn; refuse: it is turned away. Default: queue.")
  private WhenFull whenFull = WhenFull.QUEUE;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      defaultValue = "1024",
      description =
          "So many connections may wait in the system to be accepted. Default: ${DEFAULT-VALUE}.")
  private int backlog = 1024;

  /** For the server. */
  public Limits limits() {
    if (maxClients < 1) {
      throw new UsageError("--max-clients must be at least 1, not " + maxClients);
    }
    if (maxPerAddress < 0) {
      throw new UsageError("--max-per-address must not be negative: " + maxPerAddress);
    }
    return new Limits(maxClients, maxPerAddress, whenFull);
  }

  /** The same for the server's sockets. */
  public SocketOptions sockets(SocketOptions options) {
    if (backlog < 1) {
      throw new UsageError("--backlog must be at least 1, not " + backlog);
    }
    return options.backlog(backlog);
  }
}
