package dev.leat.cli.relay;

import dev.leat.cli.shell.Console;
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
import org.jspecify.annotations.Nullable;

/** The side that does not listen: connects to it, once or as often as it takes. */
public final class Upstream {
  private final RelaySide side;
  private final @Nullable Backoff backoff;
  private final Console console;

  /**
   * @param backoff how to try again; null for not at all
   */
  public Upstream(RelaySide side, @Nullable Backoff backoff, Console console) {
    this.side = side;
    this.backoff = backoff;
    this.console = console;
  }

  /** A connection for one client, who has its own beginning and its own end. */
  public Party connect() throws IOException, InterruptedException {
    UdpOptions datagrams = side.datagrams();
    if (datagrams != null) {
      Endpoint endpoint = side.endpoint().options(Map.of()); // they are in the options
      return new DatagramUpstream(UdpSocket.connect(endpoint, datagrams), console);
    }
    for (int failures = 0; ; failures++) {
      try {
        Connection connection = builder().open();
        return new ConversationParty(connection, side.framing(), connection.options(), console);
      } catch (ConnectionException e) {
        if (backoff == null) {
          throw e;
        }
        String what = Reasons.of(e) + "; trying again until it answers";
        if (failures == 0) {
          console.say(what);
        } else {
          console.detail(what);
        }
        Thread.sleep(backoff.delay(failures));
      }
    }
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
