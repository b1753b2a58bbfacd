package dev.leat.cli.relay;

import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Stop;
import dev.leat.cli.udp.UdpReceiving;
import dev.leat.net.Datagram;
import dev.leat.net.Endpoint;
import dev.leat.net.UdpOptions;
import dev.leat.net.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A side whose clients send datagrams: whoever sends one is a client, until it has been silent for
 * long. What the other side does not take in time is lost and counted, because UDP cannot be held
 * up.
 */
public final class DatagramListening implements Listening {
  private final Endpoint endpoint;
  private final UdpOptions options;
  private final int mostClients;
  private final Console console;
  private final Map<InetSocketAddress, DatagramClient> clients = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, Thread> threads = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable UdpSocket> open = new AtomicReference<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean over;
  private long lost;

  /**
   * @param mostClients datagrams of more are lost
   */
  public DatagramListening(
      Endpoint endpoint, UdpOptions options, int mostClients, Console console) {
    this.endpoint = endpoint;
    this.options = options;
    this.mostClients = mostClients;
    this.console = console;
  }

  @Override
  public void run(Attendant attendant) throws Exception {
    new UdpReceiving(console).run(endpoint, options, false, socket -> receive(socket, attendant));
    if (lost > 0) {
      console.error(Amounts.count(lost, "datagram") + " lost: more than the other side has taken");
    }
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
    for (Datagram datagram; (datagram = socket.receive()) != null; ) {
      DatagramClient client = client(socket, datagram, attendant);
      if (client == null || !client.offer(datagram.message())) {
        lost++;
      }
    }
    end();
  }

  private @Nullable DatagramClient client(
      UdpSocket socket, Datagram datagram, Attendant attendant) {
    InetSocketAddress address = datagram.address();
    DatagramClient known = clients.get(address);
    if (known != null || clients.size() >= mostClients) {
      return known;
    }
    var client = new DatagramClient(socket, datagram, console);
    clients.put(address, client);
    threads.put(
        address,
        Thread.ofVirtual()
            .name("leat " + client.peer())
            .start(() -> serve(client, address, attendant)));
    return client;
  }

  private void serve(DatagramClient client, InetSocketAddress address, Attendant attendant) {
    try {
      attendant.attend(client);
    } catch (Exception e) {
      console.detail(client.peer() + " ends: " + e.getMessage());
      console.trace(e);
    } finally {
      clients.remove(address, client);
      threads.remove(address, Thread.currentThread());
    }
  }

  /** Lets clients finish what has come from them, for some time. */
  private void end() throws IOException {
    clients.values().forEach(DatagramClient::finish);
    long until = System.nanoTime() + Stop.GRACE.dividedBy(2).toNanos();
    try {
      for (Thread thread : threads.values()) {
        if (!thread.join(java.time.Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
          thread.interrupt();
        }
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
