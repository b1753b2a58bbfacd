package dev.leat.cli;

import dev.leat.cli.shell.Console;
import dev.leat.framing.Framing;
import dev.leat.services.Echo;
import picocli.CommandLine.Command;

/** {@code leat serve echo}: sends back what comes. */
@Command(
    name = "echo",
    customSynopsis = "leat serve echo [OPTION...] [ENDPOINT]",
    header = "Sends back what comes. Port 9999.",
    description =
        "Sends back to each client what it says: byte for byte, or with --framing message by"
            + " message.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat serve echo                     on localhost:9999",
      "  leat serve echo '*:7000' --framing lines"
    })
final class ServeEcho extends Service {
  ServeEcho(Console console) {
    super(console, 9999, Framing.raw());
  }

  @Override
  public Integer call() throws Exception {
    return serve(new Echo());
  }
}
