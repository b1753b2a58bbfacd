package dev.leat.cli.serve;

import dev.leat.cli.local.LocalInput;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.From;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.KeepOptions;
import dev.leat.cli.shell.UsageError;
import dev.leat.cli.show.Displays;
import dev.leat.cli.show.Page;
import dev.leat.cli.show.Quota;
import dev.leat.cli.show.Show;
import dev.leat.framing.Framing;
import dev.leat.net.ConnectionOptions;
import dev.leat.services.Hub;
import dev.leat.stream.AppendFailed;
import dev.leat.stream.LogClosed;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat serve hub}: sends what its operator says to all. */
@Command(
    name = "hub",
    customSynopsis = "leat serve hub [OPTION...] [ENDPOINT]",
    header = "Sends what you type to every client. Port 8000.",
    description = {
      "Sends what you type, line by line, to every client that is there, and prints what they"
          + " say after their address. What is piped in waits for the first client.",
      "",
      "Messages end with ~ on the wire, in both directions (--framing delim:~). Nobody waits for"
          + " a slow client: it misses messages, and is disconnected after a minute without"
          + " progress."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat serve hub                      on localhost:8000",
      "  leat serve hub '*:8000' --everyone --nick --framing lines    a chat for nc",
      "  leat serve hub --framing raw        without delimiters",
      "  leat serve hub --everyone --store talk --from earliest    with a history"
    })
final class ServeHub extends Service {
  @Option(names = "--everyone", description = "Send what a client says to all the others, too.")
  private boolean everyone;

  @Option(
      names = "--nick",
      description =
          "A client's first message is its name, which it is told; it stands before what it says.")
  private boolean nick;

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      description =
          "With --store, where one who joins begins to hear: earliest (all that is kept), last,"
              + " latest (what is said from now on), an offset (1200) or a time"
              + " (2026-11-22T12:00:00Z). Default: latest.")
  private From from = From.Word.LATEST;

  @ArgGroup(validate = false, exclusive = false, order = 7, heading = "%nWhat is kept:%n")
  private KeepOptions keep = new KeepOptions();

  ServeHub(Console console) {
    super(console, 8000, Framing.delimiter((byte) '~'));
  }

  @Override
  public Integer call() throws Exception {
    ConnectionOptions connections = connections();
    var serving = new Serving(console);
    try (var page = new Page(console.out())) {
      var reports = new HubReports(console, displays(page, connections), serving);
      MessageLog log = log(connections);
      try (var hub = hub(log, connections, reports)) {
        if (log != null) {
          log.whenFailed(() -> {
            hub.breakOff();
            console.stop().request();
          });
        }
        if (console.inKind() != InputKind.NONE) {
          var input = new LocalInput(console.in(), connections.framing(), connections.decoder());
          new HubOperator(input, hub, reports, console).start(serving);
        }
        return serve(
            serving,
            connections,
            connection -> {
              try {
                hub.handle(connection);
              } catch (AppendFailed | LogClosed e) {
                serving.fail(e); // what is said here cannot be kept
                throw e;
              }
            });
      } finally {
        keep.close(log);
      }
    }
  }

  /** Null where nothing is kept. */
  private @Nullable MessageLog log(ConnectionOptions connections) throws IOException {
    int longest = Hub.longestKept(connections.decoder().max());
    MessageLog log = keep.open(connections.framing(), longest);
    if (log == null && !from.equals(From.Word.LATEST)) {
      throw new UsageError("--from is for a stream that is kept: --store DIR");
    }
    return log;
  }

  private Hub hub(@Nullable MessageLog log, ConnectionOptions connections, HubReports reports) {
    var talk = new Hub.Talk(everyone, nick);
    if (log == null) {
      return new Hub(connections.framing(), connections.decoder().max(), talk, reports);
    }
    keep.say(console, log);
    return new Hub(log, kept -> from.offset(kept, kept.counts().earliest()), talk, reports);
  }

  private Displays displays(Page page, ConnectionOptions connections) {
    return new Displays(
        console,
        page,
        console.outIsTerminal(),
        Show.TEXT,
        connections.framing(),
        connections.decoder(),
        true,
        Quota.of(Long.MAX_VALUE));
  }
}
