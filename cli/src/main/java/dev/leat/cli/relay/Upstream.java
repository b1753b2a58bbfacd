package dev.leat.cli.relay;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.FewLines;
import dev.leat.cli.shell.Reasons;
import dev.leat.net.Backoff;
import dev.leat.net.Client;
import dev.leat.net.ClientBuilder;
import dev.leat.net.ClientEvents;
import dev.leat.net.Connection;
import dev.leat.net.ConnectionException;
import dev.leat.net.Endpoint;
import dev.leat.net.UdpOptions;
import dev.leat.net.UdpSocket;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The side that does not listen: connects to it, once or as often as it takes. */
public final class Upstream {
  private final RelaySide side;
  private final @Nullable Backoff backoff;
  private final @Nullable Attempts attempts;
  private final Patience patience;
  private final Consumer<Connection> connected;
  private final Losses losses;
  private final FewLines failures;
  private final Console console;

  /**
   * @param backoff how to try again; null for not at all
   * @param patience with clients that have finished before it answers
   * @param connected hears of each connection
   * @param traffic counts what is lost
   */
  public Upstream(
      RelaySide side,
      @Nullable Backoff backoff,
      Patience patience,
      Consumer<Connection> connected,
      Traffic traffic,
      Console console) {
    this.side = side;
    this.backoff = backoff;
    this.attempts = backoff == null ? null : new Attempts(backoff);
    this.patience = patience;
    this.connected = connected;
    this.losses = traffic.losses();
    this.failures = new FewLines(console, "further failures to send");
    this.console = console;
  }

  /** What is done with a client and the connection that it gets. */
  public interface Meeting {
    void of(Party client, Party upstream) throws Exception;
  }

  /** Has a client meet a connection of its own, with its own beginning and its own end. */
  public void meet(Party client, Meeting meeting) throws Exception {
    if (attempts == null || side.datagrams() != null) {
      meeting.of(client, connect());
      return;
    }
    WaitingParty waiting = WaitingParty.of(client);
    waiting.whenEnded(attempts::look);
    Party upstream = connectAtLast(waiting, attempts);
    if (upstream == null) {
      console.detail(client.peer() + " left before " + side.endpoint() + " answered");
    } else {
      meeting.of(waiting, upstream);
    }
  }

  /** Tries until it answers; null if nobody wants that any more. */
  private @Nullable Party connectAtLast(WaitingParty client, Attempts attempts)
      throws IOException, InterruptedException {
    long look = patience.silence().toNanos();
    Attempts.Attempt attempt;
    while ((attempt = attempts.next(() -> client.isLost(patience.silence()), look)) != null) {
      try {
        Party upstream = connect();
        attempt.succeeded();
        return upstream;
      } catch (ConnectionException e) {
        if (!Reasons.mayPass(e)) {
          attempt.failed();
          throw e;
        }
        String what = Reasons.of(e) + "; trying again until it answers";
        if (attempt.failed()) {
          console.say(what);
        } else {
          console.detail(what);
        }
      } catch (IOException | RuntimeException | Error e) {
        attempt.failed();
        throw e;
      }
    }
    return null;
  }

  private Party connect() throws IOException {
    Endpoint endpoint = side.endpoint().options(Map.of()); // they are in the options
    UdpOptions datagrams = side.datagrams();
    if (datagrams != null) {
      return new DatagramUpstream(
          UdpSocket.connect(endpoint, datagrams), losses, failures, console);
    }
    Connection connection = builder().open();
    connected.accept(connection);
    return new ConversationParty(connection, side.framing(), connection.options(), console);
  }

  /** A connection for all, or one after the other. */
  public Party connectForAll(ClientEvents events) throws IOException, InterruptedException {
    if (backoff == null || side.datagrams() != null) {
      return connect();
    }
    Client client = builder().reconnect(backoff).events(events).open();
    return new ConversationParty(client, side.framing(), side.connection(), console);
  }

  private ClientBuilder builder() {
    return Client.to(side.endpoint().options(Map.of())) // they are in the options
        .options(side.connection());
  }
}
