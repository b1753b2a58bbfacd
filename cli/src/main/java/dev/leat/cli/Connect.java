package dev.leat.cli;

import dev.leat.cli.local.InputOptions;
import dev.leat.cli.local.InputPump;
import dev.leat.cli.local.InputPump.AtEnd;
import dev.leat.cli.local.LocalInput;
import dev.leat.cli.local.Outbox;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.EndpointToConnect;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.Failure;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.Standards;
import dev.leat.cli.shell.TlsReports;
import dev.leat.cli.shell.Traffic;
import dev.leat.cli.shell.UsageError;
import dev.leat.cli.show.Page;
import dev.leat.cli.show.Reception;
import dev.leat.cli.show.ShowOptions;
import dev.leat.cli.udp.UdpTalking;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.net.Backoff;
import dev.leat.net.Client;
import dev.leat.net.ClientBuilder;
import dev.leat.net.Connection;
import dev.leat.net.ConnectionBroken;
import dev.leat.net.ConnectionClosed;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Conversation;
import dev.leat.net.Endpoint;
import dev.leat.net.HalfCloseUnsupported;
import dev.leat.net.Transport;
import dev.leat.net.UdpOptions;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leat connect}: prints what arrives as it arrives, and sends what is typed. */
@Command(
    name = "connect",
    customSynopsis = "leat connect [OPTION...] ENDPOINT",
    header = "Prints what arrives, and sends what is typed.",
    description = {
      "Prints what arrives as it arrives, and sends what is typed: bytes as they are, or with"
          + " --framing a message for each line. Ends when the peer closes."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat connect 9999                            a feed on this machine",
      "  leat connect example.org 80 < request        sends a file, prints the answer",
      "  leat connect plc7:4000 --framing header:10 --reconnect",
      "  leat connect tls://example.org:443 -v        encrypted, and who it is",
      "  leat connect 9999 --show reads --buffer 8    eight bytes at a time",
      "  leat connect udp://:8001                     each line you type is a datagram"
    })
final class Connect implements Callable<Integer>, Standards {
  private final Console console;

  @Mixin private final EndpointToConnect target = new EndpointToConnect();

  @ArgGroup(validate = false, exclusive = false, order = 1, heading = "%nWhat is shown:%n")
  private ShowOptions show = new ShowOptions();

  @ArgGroup(validate = false, exclusive = false, order = 2, heading = "%nWhat is sent:%n")
  private InputOptions input = new InputOptions();

  @ArgGroup(validate = false, exclusive = false, order = 3, heading = "%nThe connection:%n")
  private ConnectingOptions connecting = new ConnectingOptions();

  @ArgGroup(validate = false, exclusive = false, order = 4, heading = "%nMessages on the wire:%n")
  private MessageOptions messages = new MessageOptions();

  Connect(Console console) {
    this.console = console;
  }

  @Override
  public Framing standardFraming() {
    return Framing.raw();
  }

  @Override
  public Integer call() throws Exception {
    Endpoint endpoint = target.endpoint("leat send ENDPOINT --file");
    if (endpoint.transport() == Transport.UDP) {
      return exchangeDatagrams(endpoint);
    }
    ConnectionOptions wanted =
        connecting.limited(messages.clientConnection(endpoint, Framing.raw()));
    var displays =
        show.displays(
            console, new Page(console.out()), console.outIsTerminal(), wanted, false, show.quota());
    if (console.json() && !wanted.framing().selfDelimiting()) {
      console.say("without a framing each read is an object (--framing lines: each message)");
    }
    ClientBuilder client =
        Client.to(endpoint.options(Map.of())) // they are in the options
            .options(show.connection(wanted));
    Backoff backoff = connecting.backoff();
    if (backoff != null && !input.endsOutput()) {
      throw new UsageError(
          "--no-shutdown is for one connection: with --reconnect the end of standard input ends none");
    }
    console.stop().interrupts(Thread.currentThread());
    var reception = new Reception(displays);
    return backoff == null
        ? converse(client.open(), wanted, reception)
        : converseForEver(client, backoff, wanted, reception);
  }

  private int exchangeDatagrams(Endpoint endpoint) throws Exception {
    UdpOptions options = messages.datagrams(endpoint);
    var displays =
        show.ofDatagrams(console, new Page(console.out()), console.outIsTerminal(), false);
    var source = new LocalInput(console.in(), messages.local(), DecoderOptions.standard());
    return new UdpTalking(console, endpoint, options)
        .converse(input.read() ? source : null, displays, connecting.silence());
  }

  private int converse(Connection connection, ConnectionOptions wanted, Reception reception)
      throws IOException, InterruptedException, Failure {
    try {
      greet(connection);
      var outbox = new Outbox(connection, wanted.framing(), show.connection(wanted), console);
      if (!input.read()) {
        reception.from(connection);
      } else {
        var pump = InputPump.start(localInput(wanted), outbox, ending(connection));
        receive(reception, connection, pump);
      }
      PlainPeer.check(connection);
      return outbox.refused() == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
    } catch (FramingException | ConnectionBroken e) {
      PlainPeer.check(connection);
      throw e;
    } finally {
      leave(connection);
    }
  }

  /** For people: a connection on which nothing is said looks like one that is not there. */
  private void greet(Connection connection) {
    TlsReports.connected(connection, console);
    if (console.inKind() == InputKind.TERMINAL && input.read()) {
      console.say(
          "connected to " + connection.peer() + " (Ctrl-D ends what you send, Ctrl-C leaves)");
    } else {
      console.detail("connected to " + connection.peer() + " from " + connection.local());
    }
  }

  /**
   * Until the peer finishes, or as much has come as is wanted, or what is to be sent has failed.
   */
  private static void receive(Reception reception, Conversation peer, InputPump pump)
      throws IOException, InterruptedException {
    try {
      if (reception.from(peer)) {
        pump.finish();
      }
    } catch (ConnectionClosed e) {
      pump.throwFailure();
      throw e;
    }
  }

  /** Where the two speak TLS 1.2 the peer cannot be told; what it says is still wanted. */
  private void finishOutput(Connection connection) throws IOException {
    try {
      connection.finishOutput();
    } catch (HalfCloseUnsupported e) {
      console.say(Reasons.of(e));
    }
  }

  private AtEnd ending(Connection connection) {
    return new AtEnd() {
      @Override
      public void ended() throws IOException {
        if (input.endsOutput()) {
          finishOutput(connection);
        }
      }

      @Override
      public void failed() throws IOException {
        connection.close(); // in peace: what was sent before is on its way
      }
    };
  }

  /** There is always another connection, so the end of standard input ends nothing. */
  private static AtEnd ending(Client client) {
    return new AtEnd() {
      @Override
      public void ended() {}

      @Override
      public void failed() throws IOException {
        client.close();
      }
    };
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

  private int converseForEver(
      ClientBuilder builder, Backoff backoff, ConnectionOptions wanted, Reception reception)
      throws IOException, InterruptedException {
    try (Client client = builder.reconnect(backoff).events(new OutageReports(console)).open()) {
      var outbox = new Outbox(client, wanted.framing(), show.connection(wanted), console);
      if (input.read()) {
        receive(reception, client, InputPump.start(localInput(wanted), outbox, ending(client)));
      } else {
        reception.from(client);
      }
      return outbox.refused() == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
    }
  }

  private LocalInput localInput(ConnectionOptions wanted) {
    return new LocalInput(console.in(), wanted.framing(), wanted.decoder());
  }
}
