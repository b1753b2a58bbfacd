package dev.leat.cli.serve;

import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Sizes;
import dev.leat.framing.Framing;
import dev.leat.services.Discard;
import picocli.CommandLine.Command;

/** {@code leat serve discard}: throws away what comes. */
@Command(
    name = "discard",
    customSynopsis = "leat serve discard [OPTION...] [ENDPOINT]",
    header = "Throws away what comes, and counts it. Port 9999.",
    description =
        "Reads what clients send and throws it away. When it ends it says how much that was; with"
            + " -v, how much of each client.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat serve discard                  on localhost:9999",
      "  leat serve discard '*:7000' -v"
    })
final class ServeDiscard extends Service {
  ServeDiscard(Console console) {
    super(console, 9999, Framing.raw());
  }

  @Override
  boolean clientsSpeak() {
    return true;
  }

  @Override
  public Integer call() throws Exception {
    var discard = new Discard();
    int status = serve(discard);
    console.say(
        "discarded "
            + Sizes.text(discard.bytes())
            + " from "
            + Amounts.count(discard.connections(), "client"));
    return status;
  }
}
