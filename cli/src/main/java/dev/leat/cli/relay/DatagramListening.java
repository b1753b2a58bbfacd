package dev.leat.cli.relay;

import dev.leat.cli.relay.Losses.Cause;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.FewLines;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.Stop;
import dev.leat.cli.udp.UdpReceiving;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import dev.leat.net.ConnectionClosed;
import dev.leat.net.Datagram;
import dev.leat.net.Endpoint;
import dev.leat.net.UdpOptions;
import dev.leat.net.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A side whose clients send datagrams: whoever sends one is a client, until it has been silent for
 * long. What the other side does not take in time is lost and counted, because UDP cannot be held
 * up.
 */
public final class DatagramListening implements Listening {
  /** How long those are waited for at the end whose threads have been interrupted. */
  private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

  private final Endpoint endpoint;
  private final UdpOptions options;
  private final Console console;
  private final Losses losses;
  private final DatagramClients clients;
  private final FewLines failures;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable UdpSocket> open = new AtomicReference<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean over;

  /**
   * @param limits of what clients may take
   * @param traffic counts what is lost
   */
  public DatagramListening(
      Endpoint endpoint,
      UdpOptions options,
      DatagramLimits limits,
      Traffic traffic,
      Console console) {
    this.endpoint = endpoint;
    this.options = options;
    this.console = console;
    this.losses = traffic.losses();
    this.clients = new DatagramClients(limits, losses);
    this.failures = new FewLines(console, "further failures to send");
  }

  @Override
  public void run(Attendant attendant) throws Exception {
    new UdpReceiving(console).run(endpoint, options, false, socket -> receive(socket, attendant));
    Exception cause = failure.get();
    if (cause != null) {
      throw cause;
    }
  }

  private void receive(UdpSocket socket, Attendant attendant) throws IOException {
    open.set(socket);
    if (over) {
      return;
    }
    DatagramClients.Replies replies = (to, message) -> reply(socket, to, message);
    for (Datagram datagram; (datagram = socket.receive()) != null; ) {
      DatagramClient begun = clients.take(datagram, replies);
      if (begun != null) {
        serve(begun, attendant);
      }
    }
    end();
  }

  private void serve(DatagramClient client, Attendant attendant) {
    Thread thread =
        Thread.ofVirtual()
            .name("leat " + client.peer())
            .unstarted(() -> {
              try {
                attendant.attend(client);
              } catch (Exception e) {
                console.detail(client.peer() + " ends: " + e.getMessage());
                console.trace(e);
              } finally {
                threads.remove(Thread.currentThread());
                clients.ended(client);
                console.detail(client.peer() + " left");
              }
            });
    threads.add(thread);
    thread.start();
  }

  private void reply(UdpSocket socket, InetSocketAddress to, Message message) throws IOException {
    try {
      socket.send(message.buffer(), to);
    } catch (UnencodableMessage e) {
      console.error("not sent: " + Reasons.of(e));
    } catch (ConnectionClosed e) {
      throw e;
    } catch (IOException e) {
      // The address may be made up, or the network may be back by the next one.
      losses.add(Cause.UNDELIVERED, 1);
      failures.error("not sent: " + Reasons.of(e));
    }
  }

  /** Lets clients finish what has come from them, for some time. */
  private void end() {
    try {
      if (!clients.finish(Stop.GRACE.dividedBy(2))) {
        threads.forEach(Thread::interrupt);
        clients.awaitAllLeft(LAST_MOMENT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void enough() {
    over = true;
    UdpSocket socket = open.get();
    if (socket != null) {
      socket.drain(DatagramUpstream.SILENCE);
    }
  }

  @Override
  public void fail(Exception cause) {
    failure.compareAndSet(null, cause);
    enough();
  }
}
