package dev.leat.cli;

import dev.leat.cli.local.Outbox;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.DataOutput;
import dev.leat.cli.shell.EndpointToServe;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.cli.shell.OutputFailed;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.UsageError;
import dev.leat.cli.show.Displays;
import dev.leat.cli.show.Page;
import dev.leat.cli.show.Quota;
import dev.leat.cli.show.Reception;
import dev.leat.cli.show.Show;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import dev.leat.net.Connection;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leat listen}: receives from many, prints or stores. */
@Command(
    name = "listen",
    description = "Receives messages from many clients at once, and prints or stores them.")
final class Listen implements Callable<Integer> {
  private final Console console;

  @Mixin private final EndpointToServe place = new EndpointToServe();
  @Mixin private final MessageOptions messageOptions = new MessageOptions();

  @Option(
      names = "--show",
      paramLabel = "WHAT",
      defaultValue = "text",
      description =
          "text; hex: a dump of the bytes; reads: each read of a socket; frames: each frame and the"
              + " message in it. Default: text.")
  private Show show = Show.TEXT;

  @Option(names = "--prefix", description = "Put the client's address before each message.")
  private boolean prefix;

  @Option(
      names = "--reply",
      paramLabel = "TEXT",
      description = "Answer each message with this one.")
  private @Nullable String reply;

  @Option(
      names = "--close",
      description = "Close a client's connection after its first message, and the reply.")
  private boolean close;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Append to this file in place of standard output.")
  private @Nullable Path output;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after N messages, of all clients together.")
  private @Nullable Long count;

  @Mixin private final LimitOptions limits = new LimitOptions();

  Listen(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Endpoint endpoint = place.endpoint("leat listen --output");
    ConnectionOptions wanted = messageOptions.connection(endpoint, Framing.lines());
    Message answer = answer(wanted.framing());
    try (var page = new Page(output == null ? console.out() : DataOutput.appendTo(output))) {
      var quota = Quota.of("--count", count);
      var displays =
          new Displays(
              console,
              page,
              output == null && console.outIsTerminal(),
              show,
              wanted.framing(),
              wanted.decoder(),
              prefix,
              quota);
      var serving = new Serving(console);
      serving.run(
          endpoint,
          wanted.framing(displays.connectionFraming()),
          limits,
          connection -> {
            try {
              receive(connection, displays, wanted.framing(), answer);
            } catch (OutputFailed e) {
              serving.fail(e);
            }
            if (quota.usedUp()) {
              serving.enough();
            }
          });
    }
    return ExitStatus.DONE;
  }

  private void receive(
      Connection connection, Displays displays, Framing framing, @Nullable Message answer)
      throws IOException {
    var outbox = new Outbox(connection, framing, console);
    new Reception(displays)
        .from(
            connection,
            message -> {
              if (answer != null) {
                outbox.send(List.of(answer));
              }
              return !close;
            });
  }

  /** Refuses a reply that the framing cannot carry, before anybody asks for it. */
  private @Nullable Message answer(Framing framing) {
    if (reply == null) {
      return null;
    }
    Message message = Message.of(reply);
    try {
      framing.encode(
          message.buffer(), ByteBuffer.allocate((int) framing.frameBound(message.size())));
      return message;
    } catch (UnencodableMessage e) {
      throw new UsageError("--reply: " + Reasons.of(e));
    }
  }
}
