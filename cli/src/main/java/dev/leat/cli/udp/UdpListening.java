package dev.leat.cli.udp;

import dev.leat.cli.local.Keeper;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.show.Display;
import dev.leat.cli.show.Displays;
import dev.leat.framing.Message;
import dev.leat.net.ConnectionClosed;
import dev.leat.net.ConnectionInterrupted;
import dev.leat.net.Datagram;
import dev.leat.net.Endpoint;
import dev.leat.net.Transport;
import dev.leat.net.UdpOptions;
import dev.leat.net.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows every datagram that comes, and answers it where that is asked for. */
public final class UdpListening {
  /** Senders whose displays are remembered: anybody can make up any number of senders. */
  private static final int MOST_SENDERS = 1024;

  private final Console console;
  private final Displays displays;
  private final @Nullable Keeper keeper;
  private final @Nullable Message reply;

  private final Map<InetSocketAddress, Display> bySender =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Display> eldest) {
          return size() > MOST_SENDERS;
        }
      };

  /**
   * @param keeper keeps each datagram before it is shown; null to keep nothing
   * @param reply the answer to each datagram; null for none
   */
  public UdpListening(
      Console console, Displays displays, @Nullable Keeper keeper, @Nullable Message reply) {
    this.console = console;
    this.displays = displays;
    this.keeper = keeper;
    this.reply = reply;
  }

  /** Receives until as many have come as are wanted, or the command is asked to end. */
  public void run(Endpoint endpoint, UdpOptions options) throws IOException, InterruptedException {
    new UdpReceiving(console).run(endpoint, options, !displays.terminal(), this::receive);
  }

  private void receive(UdpSocket socket) throws IOException {
    try {
      for (Datagram datagram; (datagram = next(socket)) != null; ) {
        if (console.verbose()) {
          log(datagram);
        }
        Display display = display(datagram.address());
        if (keeper != null) {
          display.at(keeper.keep(datagram.buffer(), datagram.sender().toString()));
        }
        display.show(datagram.buffer());
        answer(socket, datagram);
        if (displays.quota().usedUp()) {
          return;
        }
      }
    } finally {
      displays.page().flush();
    }
  }

  private @Nullable Datagram next(UdpSocket socket) throws IOException {
    Datagram datagram = socket.arrived();
    if (datagram != null) {
      return datagram;
    }
    displays.page().flush();
    return socket.receive();
  }

  private void log(Datagram datagram) {
    console.detail(datagram.toString());
  }

  private Display display(InetSocketAddress sender) {
    return bySender.computeIfAbsent(
        sender, address -> displays.of(Endpoint.of(Transport.UDP, address), ""));
  }

  private void answer(UdpSocket socket, Datagram datagram) throws IOException {
    if (reply == null) {
      return;
    }
    if (Loops.begin(datagram.address().getPort(), socket.port())) {
      console.detail("leat.listen WARNING " + datagram.sender() + " is not answered");
      return;
    }
    try {
      socket.reply(datagram, reply);
    } catch (ConnectionClosed | ConnectionInterrupted e) {
      throw e;
    } catch (IOException e) {
      // The address may be made up. Others are not to suffer from it.
      console.detailOfTrouble(Reasons.of(e));
    }
  }
}
