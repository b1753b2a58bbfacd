package dev.leat.cli;

import dev.leat.cli.local.FileMessages;
import dev.leat.cli.local.LocalInput;
import dev.leat.cli.local.MessageSource;
import dev.leat.cli.local.Outbox;
import dev.leat.cli.local.Paced;
import dev.leat.cli.pace.Rate;
import dev.leat.cli.pace.RateConverter;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Endpoints;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.Failure;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.cli.shell.Tasks;
import dev.leat.cli.shell.UsageError;
import dev.leat.cli.show.Displays;
import dev.leat.cli.show.Quota;
import dev.leat.cli.show.Reception;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.net.Client;
import dev.leat.net.Connection;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Timeouts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat send}: sends messages, perhaps waits for replies, and leaves. */
@Command(
    name = "send",
    description = "Sends messages, waits for replies where they are expected, and leaves.")
final class Send implements Callable<Integer> {
  /** How long a peer that keeps its side open may take to complain about what it got. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "ENDPOINT [MESSAGE",
      description = {
        "Where to connect: HOST:PORT, [::1]:PORT, or PORT alone on this machine; also HOST PORT.",
        "Then the messages. Without any, --file or standard input has them, one on each line."
      })
  private List<String> words = new ArrayList<>();

  @Mixin private final MessageOptions messageOptions = new MessageOptions();

  @Option(
      names = "--file",
      paramLabel = "PATH",
      description = "Send this file: each line, or with --framing raw its bytes. May be repeated.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--expect", paramLabel = "N", description = "Wait for N replies and print them.")
  private long expected;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      converter = RateConverter.class,
      description = "How fast: 10/s, 500/s, 1MB/s, max. Default: max.")
  private Rate rate = Rate.MAX;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Give up when connecting, or a reply, takes longer.")
  private @Nullable Duration timeout;

  Send(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (expected < 0) {
      throw new UsageError("--expect must not be negative: " + expected);
    }
    int length = Endpoints.lengthIn(words);
    Endpoint endpoint = Endpoints.parse(words.subList(0, length), "leat send ENDPOINT --file");
    ConnectionOptions options = limited(messageOptions.connection(endpoint, Framing.lines()));
    MessageSource source = source(words.subList(length, words.size()), options);
    console.stop().interrupts(Thread.currentThread());
    // Where no reply is expected, what comes is not looked at, and need not be messages.
    Framing incoming = expected == 0 ? Framing.raw() : options.framing();
    try (var connection =
        Client.to(endpoint.options(Map.of())) // they are in the options
            .options(options.framing(incoming))
            .open()) {
      var outbox = new Outbox(connection, options.framing(), console);
      exchange(connection, source, outbox);
      return outbox.refused() == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
    }
  }

  private ConnectionOptions limited(ConnectionOptions options) {
    return timeout == null
        ? options
        : options.timeouts(Timeouts.standard().connect(timeout).operation(timeout));
  }

  private MessageSource source(List<String> texts, ConnectionOptions options) {
    if (!texts.isEmpty() && !files.isEmpty()) {
      throw new UsageError("there are messages on the command line and --file: choose one");
    }
    MessageSource source =
        !texts.isEmpty()
            ? MessageSource.of(texts.stream().map(Message::of).toList())
            : !files.isEmpty()
                ? new FileMessages(files, options.framing(), options.decoder())
                : new LocalInput(console.in(), options.framing(), options.decoder());
    return rate.unlimited() ? source : new Paced(source, rate);
  }

  private void exchange(Connection connection, MessageSource source, Outbox outbox)
      throws Exception {
    var tasks = new Tasks();
    // Both at once, so that neither side waits for the other to read.
    var receiving = tasks.start(() -> receive(connection));
    var sending = tasks.startAside(() -> outbox.sendAll(source));
    sending.await();
    if (expected > 0 && !untilEnd(connection)) {
      receiving.await();
      return;
    }
    connection.finishOutput();
    if (expected > 0) {
      receiving.await();
    } else if (!receiving.await(FAREWELL)) {
      connection.abort();
    }
  }

  /** Whether the peer learns only from the end of our output that the message is complete. */
  private static boolean untilEnd(Connection connection) {
    return connection.options().framing().toString().equals("eof");
  }

  private void receive(Connection connection) throws IOException, Failure {
    if (expected == 0) {
      connection.forEach(lent -> {});
      return;
    }
    var quota = Quota.of(expected);
    var displays = Displays.ofMessages(console, connection.options(), quota);
    new Reception(displays).from(connection);
    if (!quota.usedUp()) {
      throw new Failure(
          "socket connection broken: the peer finished after %d of %d replies (%s)"
              .formatted(expected - quota.left(), expected, connection.peer()));
    }
  }
}
