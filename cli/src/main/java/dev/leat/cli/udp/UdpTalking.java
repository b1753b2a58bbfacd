package dev.leat.cli.udp;

import dev.leat.cli.local.MessageSource;
import dev.leat.cli.local.Outbox;
import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Durations;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.Failure;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.Tasks;
import dev.leat.cli.show.Displays;
import dev.leat.cli.show.Reception;
import dev.leat.framing.Framing;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Conversation;
import dev.leat.net.Endpoint;
import dev.leat.net.ReceiveTimeout;
import dev.leat.net.UdpOptions;
import dev.leat.net.UdpSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends datagrams to one peer, and shows what it answers. */
public final class UdpTalking {
  /** Datagrams get lost, and their answers too, so that nobody waits for ever. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Console console;
  private final Endpoint endpoint;
  private final UdpOptions options;

  public UdpTalking(Console console, Endpoint endpoint, UdpOptions options) {
    this.console = console;
    this.endpoint = endpoint.options(Map.of()); // they are in the options
    this.options = options;
  }

  /**
   * Sends all that a source has, and waits for so many answers.
   *
   * @param expected 0 for none
   * @param limit the longest that one may take; null for {@link #PATIENCE}
   * @return the exit status
   */
  public int send(MessageSource source, Displays displays, long expected, @Nullable Duration limit)
      throws Exception {
    Duration patience = limit == null ? PATIENCE : limit;
    console.stop().interrupts(Thread.currentThread());
    try (var peer = new UdpPeer(UdpSocket.connect(endpoint, options), patience, null)) {
      Outbox outbox = outbox(peer);
      var tasks = new Tasks();
      var receiving =
          tasks.start(() -> {
            if (expected > 0) {
              receive(peer, displays, expected, patience);
            }
          });
      tasks.startAside(() -> outbox.sendAll(source)).await();
      receiving.await();
      if (expected == 0) {
        peer.arrived(); // or is nobody there?
      }
      return status(outbox);
    }
  }

  private static void receive(
      Conversation peer, Displays displays, long expected, Duration patience)
      throws IOException, Failure {
    try {
      new Reception(displays).from(peer);
    } catch (ReceiveTimeout e) {
      long came = expected - displays.quota().left();
      throw new Failure(
          "no reply from %s within %s; %s of %s came (datagrams can get lost)"
              .formatted(
                  peer.peer(),
                  Durations.text(patience),
                  Amounts.number(came),
                  Amounts.number(expected)));
    }
  }

  /**
   * Sends what a source has as it comes, and shows what arrives, until as much has come as is
   * wanted or nothing has for too long.
   *
   * @param source null if nothing is sent
   * @param limit the longest silence; null for none
   * @return the exit status
   */
  public int converse(@Nullable MessageSource source, Displays displays, @Nullable Duration limit)
      throws Exception {
    console.stop().interrupts(Thread.currentThread());
    // Who types can wait for somebody to be there.
    Console patient = console.inKind() == InputKind.TERMINAL ? console : null;
    try (var peer = new UdpPeer(UdpSocket.connect(endpoint, options), limit, patient)) {
      console.say(
          "talking to " + peer.peer() + (source == null ? "" : " (each line is a datagram)"));
      Outbox outbox = outbox(peer);
      var tasks = new Tasks();
      if (source != null) {
        tasks.startAside(() -> outbox.sendAll(source));
      }
      tasks.start(() -> new Reception(displays).from(peer)).await();
      return status(outbox);
    }
  }

  private Outbox outbox(Conversation peer) {
    var unframed = ConnectionOptions.standard().framing(Framing.datagram());
    return new Outbox(peer, unframed.framing(), unframed, console);
  }

  private static int status(Outbox outbox) {
    return outbox.refused() == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
  }
}
