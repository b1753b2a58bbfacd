package dev.leat.cli;

import dev.leat.cli.local.MessageSource;
import dev.leat.cli.local.Outbox;
import dev.leat.cli.local.OutgoingOptions;
import dev.leat.cli.replay.PlaybackOptions;
import dev.leat.cli.replay.Recorded;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Durations;
import dev.leat.cli.shell.Endpoints;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.Failure;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.cli.shell.Standards;
import dev.leat.cli.shell.Tasks;
import dev.leat.cli.shell.Tasks.Task;
import dev.leat.cli.shell.TlsReports;
import dev.leat.cli.shell.UsageError;
import dev.leat.cli.show.Displays;
import dev.leat.cli.show.Quota;
import dev.leat.cli.show.Reception;
import dev.leat.cli.udp.UdpTalking;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.net.Client;
import dev.leat.net.Connection;
import dev.leat.net.ConnectionBroken;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.HalfCloseUnsupported;
import dev.leat.net.Transport;
import dev.leat.net.UdpOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat send}: sends messages, perhaps waits for replies, and leaves. */
@Command(
    name = "send",
    customSynopsis = "leat send [OPTION...] ENDPOINT [MESSAGE...]",
    header = "Sends messages, and waits for replies.",
    description = "Sends messages, waits for replies where they are expected, and leaves.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat send 9999 hello 'how are you'       two lines, to this machine",
      "  leat send plc7:4000 --framing header:10 status --expect 1 --timeout 2s",
      "  leat send 9999 --file trips.csv --rate 500/s",
      "  printf ping | leat send 9999 --framing raw --expect 1",
      "  leat send --replay ticks 9999 --speed 10x",
      "  leat send udp://plc7:8001 hello --expect 1    a datagram, and its answer"
    })
final class Send implements Callable<Integer>, Standards {
  /** How long a peer that keeps its side open may take to complain about what it got. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "ENDPOINT [MESSAGE...]",
      hideParamSyntax = true,
      description = {
        "Where to connect: 9999, host:9999, [::1]:9999, host 9999.",
        "Then the messages. Without any, --file or standard input has them, one on each line."
      })
  private List<String> words = new ArrayList<>();

  @ArgGroup(validate = false, exclusive = false, order = 1, heading = "%nWhat is sent:%n")
  private OutgoingOptions outgoing = new OutgoingOptions();

  @Option(
      names = "--replay",
      paramLabel = "STORE",
      description =
          "Send a recording (leat record), with the pauses of the original; one that is still being"
              + " written until whoever writes it ends.")
  private @Nullable Path replay;

  @ArgGroup(validate = false, exclusive = false, order = 2, heading = "%nWith --replay:%n")
  private PlaybackOptions playback = new PlaybackOptions();

  @ArgGroup(validate = false, exclusive = false, order = 3, heading = "%nReplies:%n")
  private ReplyOptions replies = new ReplyOptions();

  @ArgGroup(validate = false, exclusive = false, order = 4, heading = "%nMessages on the wire:%n")
  private MessageOptions messages = new MessageOptions();

  Send(Console console) {
    this.console = console;
  }

  @Override
  public Framing standardFraming() {
    return Framing.lines();
  }

  @Override
  public Integer call() throws Exception {
    if (words.isEmpty()) {
      throw new UsageError("send where? HOST:PORT, or 9999 on this machine, and then the messages");
    }
    int length = Endpoints.lengthIn(words);
    Endpoint endpoint = Endpoints.parse(words.subList(0, length), "leat send ENDPOINT --file");
    List<String> texts = words.subList(length, words.size());
    if (replay != null) {
      return sendRecorded(replay, endpoint, texts);
    }
    if (playback.given() != null) {
      throw new UsageError(playback.given() + " is for --replay");
    }
    if (endpoint.transport() == Transport.UDP) {
      var local = ConnectionOptions.standard().framing(messages.local());
      return sendDatagrams(endpoint, outgoing.source(texts, console.in(), local));
    }
    ConnectionOptions options =
        replies.limited(messages.clientConnection(endpoint, Framing.lines()));
    MessageSource source = outgoing.source(texts, console.in(), options);
    return send(endpoint, options, source, outgoing.typed(texts));
  }

  private int sendRecorded(Path store, Endpoint endpoint, List<String> texts) throws Exception {
    if (!outgoing.typed(texts)) {
      throw new UsageError(
          "--replay has the messages: there are others on the command line or in --file");
    }
    outgoing.checkUnpaced("--speed of --replay says how fast");
    try (Recorded recorded = Recorded.open(store, playback)) {
      if (endpoint.transport() == Transport.UDP) {
        return sendDatagrams(endpoint, recorded);
      }
      ConnectionOptions options =
          replies.limited(messages.clientConnection(endpoint, recorded.framing()));
      if (replies.expected() > 0 || !options.framing().equals(recorded.framing())) {
        return send(endpoint, options, recorded, false);
      }
      console.stop().interrupts(Thread.currentThread());
      try (var connection = Client.to(endpoint.options(Map.of())).options(options).open()) {
        TlsReports.connected(connection, console);
        recorded.sendTo(connection);
      }
      return ExitStatus.DONE;
    }
  }

  private int send(
      Endpoint endpoint, ConnectionOptions options, MessageSource source, boolean typed)
      throws Exception {
    // Where no reply is expected, what comes is not looked at, and need not be messages.
    Framing incoming = replies.expected() == 0 ? Framing.raw() : options.framing();
    console.stop().interrupts(Thread.currentThread());
    try (var connection =
        Client.to(endpoint.options(Map.of())) // they are in the options
            .options(options.framing(incoming))
            .open()) {
      TlsReports.connected(connection, console);
      if (typed && console.inKind() == InputKind.TERMINAL) {
        console.say(
            "connected to " + connection.peer() + " (each line is a message, Ctrl-D ends them)");
      }
      var outbox = new Outbox(connection, options.framing(), connection.options(), console);
      try {
        exchange(connection, source, outbox);
      } catch (Failure | FramingException | ConnectionBroken e) {
        PlainPeer.check(connection);
        throw e;
      }
      PlainPeer.check(connection);
      return outbox.refused() == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
    }
  }

  private int sendDatagrams(Endpoint endpoint, MessageSource source) throws Exception {
    UdpOptions options = messages.datagrams(endpoint);
    var shown = ConnectionOptions.standard().framing(Framing.datagram());
    var displays = Displays.ofMessages(console, shown, Quota.of(replies.expected()));
    return new UdpTalking(console, endpoint, options)
        .send(source, displays, replies.expected(), replies.timeout());
  }

  private void exchange(Connection connection, MessageSource source, Outbox outbox)
      throws Exception {
    long expected = replies.expected();
    var quota = Quota.of(expected);
    var tasks = new Tasks();
    // Both at once, so that neither side waits for the other to read.
    var receiving = tasks.start(() -> receive(connection, expected, quota));
    var sending = tasks.startAside(() -> outbox.sendAll(source));
    sending.await();
    if (expected > 0 && !endsTheMessage(connection)) {
      await(receiving, expected, quota, connection);
      return;
    }
    if (expected > 0) {
      connection.finishOutput();
      await(receiving, expected, quota, connection);
    } else if (finishes(connection) && !receiving.await(FAREWELL)) {
      connection.abort();
    }
  }

  /** False where the two speak TLS 1.2, in which only both directions end, as when it is closed. */
  private static boolean finishes(Connection connection) throws IOException {
    try {
      connection.finishOutput();
      return true;
    } catch (HalfCloseUnsupported e) {
      return false;
    }
  }

  /** Waits for the replies, as long as one comes in time. */
  private void await(Task receiving, long expected, Quota quota, Connection connection)
      throws Exception {
    Duration limit = replies.timeout();
    if (limit == null) {
      receiving.await();
      return;
    }
    long left;
    do {
      left = quota.left();
      if (receiving.await(limit)) {
        return;
      }
    } while (quota.left() < left);
    connection.abort();
    throw new Failure(
        "%s sent no reply for %s: %d of %d have come"
            .formatted(connection.peer(), Durations.text(limit), expected - left, expected));
  }

  /** Whether the peer learns only from the end of our output that the message is complete. */
  private static boolean endsTheMessage(Connection connection) {
    return connection.options().framing().toString().equals("eof");
  }

  private void receive(Connection connection, long expected, Quota quota)
      throws IOException, Failure {
    if (expected == 0) {
      connection.forEach(lent -> {});
      return;
    }
    new Reception(Displays.ofMessages(console, connection.options(), quota)).from(connection);
    if (!quota.usedUp()) {
      throw new Failure(
          "socket connection broken: the peer finished after %d of %d replies (%s)"
              .formatted(expected - quota.left(), expected, connection.peer()));
    }
  }
}
