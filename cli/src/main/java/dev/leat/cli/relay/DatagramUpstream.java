package dev.leat.cli.relay;

import dev.leat.cli.relay.Losses.Cause;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.FewLines;
import dev.leat.cli.shell.Reasons;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import dev.leat.net.Datagram;
import dev.leat.net.DatagramFailed;
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
 * have, a second of silence is its end. What the network fails to carry is lost and counted: the
 * next may arrive.
 */
final class DatagramUpstream implements Party {
  static final Duration SILENCE = Duration.ofSeconds(1);

  private static final int MOST = 1024;

  private final UdpSocket socket;
  private final Losses losses;
  private final FewLines failures;
  private final Console console;
  private volatile boolean finished;

  /**
   * @param socket connected; closed with this
   * @param failures says what the network fails to carry
   */
  DatagramUpstream(UdpSocket socket, Losses losses, FewLines failures, Console console) {
    this.socket = socket;
    this.losses = losses;
    this.failures = failures;
    this.console = console;
  }

  @Override
  public Endpoint peer() {
    return Objects.requireNonNull(socket.peer());
  }

  @Override
  public List<Message> receive() throws IOException {
    List<Message> messages = new ArrayList<>();
    while (messages.isEmpty()) {
      try {
        Datagram datagram = socket.receive(SILENCE);
        if (datagram == null) {
          return messages; // it is closed
        }
        while (datagram != null) {
          messages.add(datagram.message());
          datagram = messages.size() < MOST ? socket.arrived() : null;
        }
      } catch (ReceiveTimeout e) {
        if (finished) {
          return messages;
        }
      } catch (DatagramFailed e) {
        lost(e); // that was one sent before
      }
    }
    return messages;
  }

  @Override
  public void send(List<Message> messages) throws IOException {
    for (Message message : messages) {
      try {
        send(message);
      } catch (UnencodableMessage e) {
        console.error("not sent: " + Reasons.of(e));
      } catch (DatagramFailed e) {
        lost(e);
      }
    }
  }

  private void send(Message message) throws IOException {
    try {
      socket.send(message);
    } catch (PortUnreachable e) {
      lost(e); // that was one sent before
      socket.send(message);
    }
  }

  private void lost(DatagramFailed e) {
    losses.add(Cause.UNDELIVERED, 1);
    failures.say(Reasons.of(e));
  }

  @Override
  public boolean finish() {
    finished = true;
    return true;
  }

  /** Nobody knows. */
  @Override
  public boolean hasFinished() {
    return false;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
