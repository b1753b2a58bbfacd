package dev.leat.cli;

import dev.leat.cli.local.Keeper;
import dev.leat.cli.serve.ClientReports;
import dev.leat.cli.serve.Serving;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.DataOutput;
import dev.leat.cli.shell.EndpointToServe;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.KeepOptions;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.cli.shell.OutputFailed;
import dev.leat.cli.shell.Standards;
import dev.leat.cli.shell.StoreEnd;
import dev.leat.cli.shell.UsageError;
import dev.leat.cli.show.Page;
import dev.leat.cli.show.Quota;
import dev.leat.cli.show.Reception;
import dev.leat.cli.show.ShowOptions;
import dev.leat.cli.udp.UdpListening;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Transport;
import dev.leat.net.UdpOptions;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leat listen}: receives from many, prints or stores. */
@Command(
    name = "listen",
    customSynopsis = "leat listen [OPTION...] [ENDPOINT]",
    header = "Receives from many clients, and prints or stores it.",
    description = "Receives messages from many clients at once, and prints or stores them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat listen                              what comes to localhost:9999",
      "  leat listen 8000 --prefix --reply ok     says who said what, and answers",
      "  leat listen '*:5140' --framing octets --output syslog.txt",
      "  leat listen --json | jq .text",
      "  leat listen '*:5140' --store syslog      on disk, with who sent it",
      "  leat listen udp://:8001 --prefix         datagrams, as nc -u -l 8001 does",
      "  leat listen unix:/tmp/leat.sock          a Unix-domain socket"
    })
final class Listen implements Callable<Integer>, Standards {
  private final Console console;

  @Mixin private final EndpointToServe place = new EndpointToServe();

  @ArgGroup(validate = false, exclusive = false, order = 1, heading = "%nWhat is shown:%n")
  private ShowOptions show = new ShowOptions();

  @ArgGroup(validate = false, exclusive = false, order = 2, heading = "%nWhat clients get:%n")
  private AnswerOptions answers = new AnswerOptions();

  @ArgGroup(validate = false, exclusive = false, order = 3, heading = "%nWhat is kept:%n")
  private KeepOptions keep = new KeepOptions();

  @ArgGroup(validate = false, exclusive = false, order = 4, heading = "%nHow many clients:%n")
  private LimitOptions limits = new LimitOptions();

  @ArgGroup(validate = false, exclusive = false, order = 5, heading = "%nMessages on the wire:%n")
  private MessageOptions messages = new MessageOptions();

  @Option(names = "--prefix", description = "Put the client's address before each message.")
  private boolean prefix;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Append to this file in place of standard output.")
  private @Nullable Path output;

  Listen(Console console) {
    this.console = console;
  }

  @Override
  public Framing standardFraming() {
    return Framing.lines();
  }

  @Override
  public Integer call() throws Exception {
    Endpoint endpoint = place.endpoint("leat listen --output");
    if (endpoint.transport() == Transport.UDP) {
      return listenToDatagrams(endpoint);
    }
    ConnectionOptions wanted = messages.connection(endpoint, Framing.lines());
    answers.check(wanted.framing(), show);
    Quota quota = show.quota();
    if (keep.store() != null && !show.ofMessages()) {
      throw new UsageError("--store keeps messages as they are, and --show shows something else");
    }
    try (var page = page()) {
      MessageLog log = keep.open(wanted.framing(), wanted.decoder().max());
      try {
        listen(endpoint, wanted, quota, page, log);
      } finally {
        keep.close(log);
      }
    }
    return ExitStatus.DONE;
  }

  private void listen(
      Endpoint endpoint, ConnectionOptions wanted, Quota quota, Page page, @Nullable MessageLog log)
      throws Exception {
    var displays = show.displays(console, page, terminal(), wanted, prefix, quota);
    var reception = new Reception(displays, keeper(log));
    var reports = new ClientReports(console);
    var serving = new Serving(console, reports);
    ConnectionOptions options = show.connection(wanted);
    serving.run(
        endpoint,
        options,
        limits,
        connection -> {
          try {
            reception.from(connection, answers.to(connection, wanted.framing(), console));
          } catch (OutputFailed e) {
            serving.fail(e);
          }
          if (quota.usedUp()) {
            serving.enough();
          }
        });
    if (options.framing().selfDelimiting()) {
      console.say(reports.received());
    }
  }

  private int listenToDatagrams(Endpoint endpoint) throws IOException, InterruptedException {
    limits.checkUnused();
    UdpOptions options = messages.datagrams(endpoint);
    Message reply = answers.toDatagrams();
    try (var page = page()) {
      MessageLog log = keep.open(Framing.datagram(), options.maxMessage());
      try {
        var displays = show.ofDatagrams(console, page, terminal(), prefix);
        new UdpListening(console, displays, keeper(log), reply).run(endpoint, options);
      } finally {
        keep.close(log);
      }
    }
    return ExitStatus.DONE;
  }

  /** Null where nothing is kept. */
  private @Nullable Keeper keeper(@Nullable MessageLog log) {
    Path where = keep.store();
    if (log == null || where == null) {
      return null;
    }
    keep.say(console, log);
    StoreEnd.watch(log, console);
    return new Keeper(where, log);
  }

  private Page page() throws IOException {
    return new Page(output == null ? console.out() : DataOutput.appendTo(output));
  }

  private boolean terminal() {
    return output == null && console.outIsTerminal();
  }
}
