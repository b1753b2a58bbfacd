package dev.leat.cli.serve;

import dev.leat.cli.shell.Console;
import dev.leat.framing.Framing;
import dev.leat.services.Command;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code leat serve command}: does what it is told, one letter at a time. */
@CommandLine.Command(
    name = "command",
    customSynopsis = "leat serve command [OPTION...] [ENDPOINT]",
    header = "Does what a letter tells it: R, T, L, E. Port 9999.",
    description = {
      "Does what a client's letter tells it, in either case: R answers a random number from 1 to"
          + " 10, T the time, L the language of this server and its version, and E closes the"
          + " connection. HELP lists them; to anything else it says \"wrong option selected\".",
      "",
      "A message is a line, or what has come when nothing more comes for 200 ms; once a client"
          + " has sent a line end, only lines count."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat serve command                  on localhost:9999",
      "  leat serve command '*:7000' --exit-on-e"
    })
final class ServeCommand extends Service {
  @Option(names = "--exit-on-e", description = "With E, the server ends too.")
  private boolean exitOnE;

  ServeCommand(Console console) {
    super(console, 9999, Framing.raw());
  }

  @Override
  boolean clientsSpeak() {
    return true;
  }

  @Override
  public Integer call() throws Exception {
    var serving = new Serving(console);
    Runnable atEnd = exitOnE ? serving::enough : () -> {};
    return serve(serving, connections(), Command.classic(atEnd));
  }
}
