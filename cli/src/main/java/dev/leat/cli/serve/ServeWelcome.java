package dev.leat.cli.serve;

import dev.leat.cli.shell.Console;
import dev.leat.framing.Framing;
import dev.leat.services.Welcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat serve welcome}: says one thing and closes. */
@Command(
    name = "welcome",
    customSynopsis = "leat serve welcome [OPTION...] [ENDPOINT]",
    header = "Welcomes each client, and closes. Port 1234.",
    description = "Says \"" + Welcome.TEXT + "\" to each client, without a line end, and closes.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat serve welcome                  on localhost:1234",
      "  leat serve welcome '*:1234' --text 'Hello, stranger' --framing lines"
    })
final class ServeWelcome extends Service {
  @Option(names = "--text", paramLabel = "TEXT", description = "Say this instead.")
  private String text = Welcome.TEXT;

  ServeWelcome(Console console) {
    super(console, 1234, Framing.raw());
  }

  @Override
  public Integer call() throws Exception {
    return serve(new Welcome(text));
  }
}
