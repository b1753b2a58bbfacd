package dev.leat.cli;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.EndpointToServe;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.framing.Framing;
import dev.leat.net.Endpoint;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leat serve echo}: sends back what comes. */
@Command(
    name = "echo",
    customSynopsis = "leat serve echo [OPTION...] [ENDPOINT]",
    header = "Sends back what comes.",
    description =
        "Sends back to each client what it says: byte for byte, or with --framing message by"
            + " message.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat serve echo                     on localhost:9999",
      "  leat serve echo '*:7000' --framing lines"
    })
final class ServeEcho implements Callable<Integer> {
  private final Console console;

  @Mixin private final EndpointToServe place = new EndpointToServe();

  @ArgGroup(validate = false, exclusive = false, order = 1, heading = "%nHow many clients:%n")
  private LimitOptions limits = new LimitOptions();

  @ArgGroup(validate = false, exclusive = false, order = 2, heading = "%nMessages on the wire:%n")
  private MessageOptions messages = new MessageOptions();

  ServeEcho(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Endpoint endpoint = place.endpoint("leat feed --file");
    new Serving(console)
        .run(
            endpoint,
            messages.connection(endpoint, Framing.raw()),
            limits,
            connection -> connection.answer((message, replies) -> replies.send(message)));
    return ExitStatus.DONE;
  }
}
