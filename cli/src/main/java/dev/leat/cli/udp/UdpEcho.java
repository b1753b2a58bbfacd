package dev.leat.cli.udp;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Reasons;
import dev.leat.net.ConnectionClosed;
import dev.leat.net.ConnectionInterrupted;
import dev.leat.net.Endpoint;
import dev.leat.net.Transport;
import dev.leat.net.UdpOptions;
import dev.leat.net.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Sends every datagram back to whoever has sent it, but not to what may be another echo. */
public final class UdpEcho {
  private final Console console;

  public UdpEcho(Console console) {
    this.console = console;
  }

  /** Echoes until the command is asked to end. */
  public void run(Endpoint endpoint, UdpOptions options) throws IOException, InterruptedException {
    new UdpReceiving(console)
        .run(
            endpoint,
            options,
            true,
            socket -> socket.forEach((message, sender) -> echo(socket, message, sender)));
  }

  private void echo(UdpSocket socket, ByteBuffer message, InetSocketAddress sender)
      throws IOException {
    if (Loops.begin(sender.getPort(), socket.port())) {
      console.detail(
          "leat.echo WARNING " + Endpoint.of(Transport.UDP, sender) + " is not answered");
      return;
    }
    if (console.verbose()) {
      console.detail("Echoing data back to " + Endpoint.of(Transport.UDP, sender));
    }
    try {
      socket.send(message, sender);
    } catch (ConnectionClosed | ConnectionInterrupted e) {
      throw e;
    } catch (IOException e) {
      // The address may be made up. Others are not to suffer from it.
      console.detailOfTrouble(Reasons.of(e));
    }
  }
}
