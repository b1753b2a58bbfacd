package dev.leat.cli;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.EndpointToServe;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.framing.Framing;
import dev.leat.net.Endpoint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leat serve echo}: sends back what comes. */
@Command(
    name = "echo",
    description =
        "Sends back to each client what it says: byte for byte, or with --framing message by message.")
final class ServeEcho implements Callable<Integer> {
  private final Console console;

  @Mixin private final EndpointToServe place = new EndpointToServe();
  @Mixin private final MessageOptions messageOptions = new MessageOptions();
  @Mixin private final LimitOptions limits = new LimitOptions();

  ServeEcho(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Endpoint endpoint = place.endpoint("leat feed --file");
    new Serving(console)
        .run(
            endpoint,
            messageOptions.connection(endpoint, Framing.raw()),
            limits,
            connection -> connection.answer((message, replies) -> replies.send(message)));
    return ExitStatus.DONE;
  }
}
