package dev.leat.cli.serve;

import dev.leat.cli.shell.Console;
import dev.leat.framing.Framing;
import dev.leat.services.Greet;
import picocli.CommandLine.Command;

/** {@code leat serve greet}: answers a name with a greeting. */
@Command(
    name = "greet",
    customSynopsis = "leat serve greet [OPTION...] [ENDPOINT]",
    header = "Receives a name, answers \"hi NAME\". Port 9999.",
    description = {
      "Receives names, and greets each.",
      "",
      "A name is a line, or what has come when nothing more comes for 200 ms; once a client"
          + " has sent a line end, only lines count. So it understands people with nc and programs"
          + " that end nothing they send, and answers each in its manner."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat serve greet                    on localhost:9999",
      "  leat serve greet '*:7000'           on every interface"
    })
final class ServeGreet extends Service {
  ServeGreet(Console console) {
    super(console, 9999, Framing.raw());
  }

  @Override
  boolean clientsSpeak() {
    return true;
  }

  @Override
  public Integer call() throws Exception {
    return serve(new Greet());
  }
}
