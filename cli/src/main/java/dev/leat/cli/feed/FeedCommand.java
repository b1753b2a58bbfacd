package dev.leat.cli.feed;

import dev.leat.cli.feed.Feed.Plan;
import dev.leat.cli.feed.Publisher.Pace;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.EndpointToServe;
import dev.leat.cli.shell.Endpoints;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.cli.shell.Standards;
import dev.leat.framing.Framing;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Limits;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leat feed}. */
@Command(
    name = "feed",
    sortOptions = false,
    sortSynopsis = false,
    customSynopsis = "leat feed [OPTION...] [ENDPOINT]",
    header = "Streams messages to every client.",
    description = {
      "Streams messages to every client that connects: what is piped in, files, lines, templates,"
          + " or six sample lines, one a second. Who comes after the end of a file has it begin"
          + " again, unless --store keeps it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat feed                         six sample lines, on localhost:9999",
      "  tail -f app.log | leat feed       what is piped in, as nc -lk 9999 does",
      "  leat feed --file trips.csv --header-lines 1 --rate 500/s",
      "  leat feed --file trips.csv --time-field pickup_at --speed 60x",
      "  leat feed --file trips.csv.gz --wait-for 4 --exit-at-end",
      "  leat feed --file app.log --store kept     goes on there after a restart",
      "  leat feed --template '{\"id\":{seq},\"at\":\"{iso}\"}' --every 200ms"
    })
public final class FeedCommand implements Callable<Integer>, Standards {
  private final Console console;

  @Mixin private EndpointToServe endpoint = new EndpointToServe();

  @ArgGroup(validate = false, exclusive = false, order = 1, heading = "%nWhat to feed:%n")
  private SourceOptions source = new SourceOptions();

  @ArgGroup(validate = false, exclusive = false, order = 2, heading = "%nHow fast, how much:%n")
  private PaceOptions pace = new PaceOptions();

  @ArgGroup(validate = false, exclusive = false, order = 3, heading = "%nWhat is kept:%n")
  private KeepingOptions keeping = new KeepingOptions();

  @ArgGroup(validate = false, exclusive = false, order = 4, heading = "%nHow clients are served:%n")
  private TermsOptions terms = new TermsOptions();

  @ArgGroup(validate = false, exclusive = false, order = 5, heading = "%nHow many clients:%n")
  private LimitOptions limits = new LimitOptions();

  @ArgGroup(validate = false, exclusive = false, order = 6, heading = "%nMessages on the wire:%n")
  private MessageOptions messages = new MessageOptions();

  @ArgGroup(validate = false, exclusive = false, order = 7, heading = "%nWhen it ends:%n")
  private EndOptions end = new EndOptions();

  public FeedCommand(Console console) {
    this.console = console;
  }

  @Override
  public Framing standardFraming() {
    return Framing.lines();
  }

  @Override
  public boolean takesDatagrams() {
    return false;
  }

  @Override
  public Integer call() throws Exception {
    new Feed(plan(), console).run();
    return ExitStatus.DONE;
  }

  private Plan plan() throws Exception {
    Endpoint where = endpoint.endpoint("leat feed --file");
    Endpoints.requireConnections(
        where,
        "nobody can subscribe; to send to one place, leat send "
            + where
            + " --file FILE --rate RATE");
    ConnectionOptions wanted = messages.connection(where, Framing.lines());
    Keeping kept = keeping.keeping();
    ConnectionOptions connections =
        TermsOptions.fitting(wanted, messages.limited(), kept.retention())
            .socket(limits.sockets(wanted.socket()));
    Source what = source.source(console, connections.framing(), connections.decoder(), pace);
    Kind kind = what.kind();
    Limits most = limits.limits();
    terms.check(most, where);
    long count = pace.count();
    boolean ends = !what.endless() || count < Long.MAX_VALUE;
    return new Plan(
        where,
        connections,
        most,
        what,
        new Pace(pace.rate(kind), count),
        terms.terms(kind, ends && what.repeatable(), kept),
        kept,
        end.end(what, ends));
  }
}
