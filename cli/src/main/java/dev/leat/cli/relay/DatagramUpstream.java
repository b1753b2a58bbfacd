package dev.leat.cli.relay;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Reasons;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import dev.leat.net.Datagram;
import dev.leat.net.Endpoint;
import dev.leat.net.PortUnreachable;
import dev.leat.net.ReceiveTimeout;
import dev.leat.net.UdpSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A party to whom each message goes as a datagram. It never says that it has finished; once we
 * have, a second of silence is its end.
 */
final class DatagramUpstream implements Party {
  static final Duration SILENCE = Duration.ofSeconds(1);

  private static final int MOST = 1024;

  private final UdpSocket socket;
  private final Console console;
  private volatile boolean finished;

  /**
   * @param socket connected; closed with this
   */
  DatagramUpstream(UdpSocket socket, Console console) {
    this.socket = socket;
    this.console = console;
  }

  @Override
  public Endpoint peer() {
    return Objects.requireNonNull(socket.peer());
  }

  @Override
  public List<Message> receive() throws IOException {
    for (; ; ) {
      try {
        Datagram datagram = socket.receive(SILENCE);
        List<Message> messages = new ArrayList<>();
        while (datagram != null) {
          messages.add(datagram.message());
          datagram = messages.size() < MOST ? socket.arrived() : null;
        }
        return messages;
      } catch (ReceiveTimeout e) {
        if (finished) {
          return List.of();
        }
      } catch (PortUnreachable e) {
        console.detail(Reasons.of(e)); // it may come
      }
    }
  }

  @Override
  public void send(List<Message> messages) throws IOException {
    for (Message message : messages) {
      try {
        send(message);
      } catch (UnencodableMessage e) {
        console.error("not sent: " + Reasons.of(e));
      }
    }
  }

  private void send(Message message) throws IOException {
    try {
      socket.send(message);
    } catch (PortUnreachable e) {
      console.detail(Reasons.of(e)); // that was about an earlier one
      socket.send(message);
    }
  }

  @Override
  public void finish() {
    finished = true;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
