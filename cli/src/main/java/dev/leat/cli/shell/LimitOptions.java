package dev.leat.cli.shell;

import dev.leat.net.Limits;
import dev.leat.net.SocketOptions;
import dev.leat.net.WhenFull;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many clients a command serves. */
public final class LimitOptions {
  @Option(
      names = "--max-clients",
      paramLabel = "N",
      description = "Serve at most so many at a time. Default: 10000.")
  private @Nullable Integer maxClients;

  @Option(
      names = "--max-per-address",
      paramLabel = "N",
      description =
          "Refuse more than so many from one address; 0 for no limit. Default: no limit; for serve"
              + " where other machines can connect, half of --max-clients.")
  private @Nullable Integer maxPerAddress;

  @Option(
      names = "--when-full",
      paramLabel = "WHAT",
      description =
          "queue: one more client waits for its turn; refuse: it is turned away; replace: whoever"
              + " has been there longest without saying anything makes way, else it waits. Default:"
              + " queue; replace for serve echo, greet, login, command and discard.")
  private @Nullable WhenFull whenFull;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      description = "So many connections may wait in the system to be accepted. Default: 1024.")
  private @Nullable Integer backlog;

  /** For the server. */
  public Limits limits() {
    int most = maxClients == null ? 10_000 : maxClients;
    int mostPerAddress = maxPerAddress == null ? 0 : maxPerAddress;
    if (most < 1) {
      throw new UsageError("--max-clients must be at least 1, not " + most);
    }
    if (mostPerAddress < 0) {
      throw new UsageError("--max-per-address must not be negative: " + mostPerAddress);
    }
    return new Limits(most, mostPerAddress, whenFull == null ? WhenFull.QUEUE : whenFull);
  }

  /**
   * The same for a service. Nobody is to keep the others out by connecting alone.
   *
   * @param shared other machines can connect, none of which is to have all the places
   * @param spoken clients come to say something, and one that does not can make way
   */
  public Limits ofService(boolean shared, boolean spoken) {
    Limits limits = limits();
    if (shared && maxPerAddress == null) {
      limits = limits.perAddress((limits.connections() + 1) / 2);
    }
    if (spoken && whenFull == null) {
      limits = limits.whenFull(WhenFull.REPLACE);
    }
    return limits;
  }

  /** The same for the server's sockets. */
  public SocketOptions sockets(SocketOptions options) {
    if (backlog == null) {
      return options;
    }
    if (backlog < 1) {
      throw new UsageError("--backlog must be at least 1, not " + backlog);
    }
    return options.backlog(backlog);
  }

  /** Refuses limits for datagrams, of which everybody may send any number. */
  public void checkUnused() {
    String given =
        maxClients != null
            ? "--max-clients"
            : maxPerAddress != null
                ? "--max-per-address"
                : whenFull != null ? "--when-full" : backlog != null ? "--backlog" : null;
    if (given != null) {
      throw new UsageError(
          "with udp:// there are no connections that could be too many: %s has no place"
              .formatted(given));
    }
  }
}
