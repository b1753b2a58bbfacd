package dev.leat.cli;

import dev.leat.cli.local.InputPump;
import dev.leat.cli.local.LocalInput;
import dev.leat.cli.local.Outbox;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.EndpointToConnect;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.cli.shell.Sizes;
import dev.leat.cli.shell.UsageError;
import dev.leat.cli.show.Displays;
import dev.leat.cli.show.Page;
import dev.leat.cli.show.Quota;
import dev.leat.cli.show.Reception;
import dev.leat.cli.show.Show;
import dev.leat.framing.Framing;
import dev.leat.net.Client;
import dev.leat.net.Connection;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leat connect}: prints what arrives as it arrives, and sends what is typed. */
@Command(
    name = "connect",
    description = "Prints what arrives as it arrives, and sends what is typed.")
final class Connect implements Callable<Integer> {
  private final Console console;

  @Mixin private final EndpointToConnect target = new EndpointToConnect();
  @Mixin private final MessageOptions messageOptions = new MessageOptions();

  @Option(
      names = "--show",
      paramLabel = "WHAT",
      defaultValue = "text",
      description =
          "text; hex: a dump of the bytes; reads: each read of the socket; frames: each frame and"
              + " the message in it. Default: text.")
  private Show show = Show.TEXT;

  @Option(
      names = "--buffer",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description = "Read at most so many bytes at a time.")
  private @Nullable Long buffer;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after N messages; without a framing, after N reads.")
  private @Nullable Long count;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description =
          "Give up when connecting takes longer, or when nothing comes or goes for so long.")
  private @Nullable Duration timeout;

  @Option(
      names = "--no-shutdown",
      description = "Keep our side of the connection open when standard input ends.")
  private boolean noShutdown;

  @Option(names = "--no-stdin", description = "Do not read standard input.")
  private boolean noStdin;

  Connect(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Endpoint endpoint = target.endpoint("leat send ENDPOINT --file");
    ConnectionOptions wanted = limited(messageOptions.connection(endpoint, Framing.raw()));
    var displays =
        new Displays(
            console,
            new Page(console.out()),
            console.outIsTerminal(),
            show,
            wanted.framing(),
            wanted.decoder(),
            false,
            Quota.of("--count", count));
    console.stop().interrupts(Thread.currentThread());
    Connection connection =
        Client.to(endpoint.options(Map.of())) // they are in `wanted`
            .options(wanted.framing(displays.connectionFraming()))
            .open();
    try {
      greet(connection);
      return converse(connection, wanted, new Reception(displays));
    } finally {
      leave(connection);
    }
  }

  private ConnectionOptions limited(ConnectionOptions options) {
    ConnectionOptions result = options;
    if (buffer != null) {
      if (buffer < 1 || buffer > Integer.MAX_VALUE) {
        throw new UsageError("--buffer must be from 1 byte to 2 GiB, not " + buffer);
      }
      result = result.readSize(buffer.intValue());
    }
    return timeout == null
        ? result
        : result.timeouts(Timeouts.standard().connect(timeout).idle(timeout));
  }

  /** For people: a connection that says nothing looks like one that is not there. */
  private void greet(Connection connection) {
    if (console.inKind() == InputKind.TERMINAL && !noStdin) {
      console.say(
          "connected to " + connection.peer() + " (Ctrl-D ends what you send, Ctrl-C leaves)");
    } else {
      console.detail("connected to " + connection.peer() + " from " + connection.local());
    }
  }

  private int converse(Connection connection, ConnectionOptions wanted, Reception reception)
      throws IOException, InterruptedException {
    var outbox = new Outbox(connection, wanted.framing(), console);
    if (noStdin) {
      reception.from(connection);
    } else {
      var input = new LocalInput(console.in(), wanted.framing(), wanted.decoder());
      var pump = InputPump.start(input, outbox, () -> endOfInput(connection));
      if (reception.from(connection)) {
        pump.finish();
      }
    }
    return outbox.refused() == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private void endOfInput(Connection connection) throws IOException {
    if (!noShutdown) {
      connection.finishOutput();
    }
  }

  /** In peace where something was sent, which might still be on its way; at once otherwise. */
  private void leave(Connection connection) throws IOException {
    console.detail(
        "connection with " + connection.peer() + " ends: " + Traffic.of(connection.counters()));
    if (connection.counters().bytesOut() > 0) {
      connection.close();
    } else {
      connection.abort();
    }
  }
}
