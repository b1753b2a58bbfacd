package dev.leat.cli.udp;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Reasons;
import dev.leat.framing.Message;
import dev.leat.net.Conversation;
import dev.leat.net.Counters;
import dev.leat.net.Datagram;
import dev.leat.net.DatagramFailed;
import dev.leat.net.Endpoint;
import dev.leat.net.PortUnreachable;
import dev.leat.net.UdpCounters;
import dev.leat.net.UdpSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A conversation by datagrams with one peer: each message is one. That nobody is there, or no way
 * to it, is a failure or, where it may change, only said.
 */
final class UdpPeer implements Conversation {
  private final UdpSocket socket;
  private final @Nullable Duration limit;
  private final @Nullable Console patient;

  /**
   * @param socket connected; closed with this
   * @param limit the longest that {@link #receive()} waits; null for ever
   * @param patient where to say that nobody is there; null if that is a failure
   */
  UdpPeer(UdpSocket socket, @Nullable Duration limit, @Nullable Console patient) {
    this.socket = socket;
    this.limit = limit;
    this.patient = patient;
  }

  @Override
  public @Nullable Message receive() throws IOException {
    return receive(limit);
  }

  @Override
  public @Nullable Message receive(@Nullable Duration longest) throws IOException {
    for (; ; ) {
      try {
        return message(longest == null ? socket.receive() : socket.receive(longest));
      } catch (DatagramFailed e) {
        sayOrThrow(e);
      }
    }
  }

  @Override
  public @Nullable Message arrived() throws IOException {
    try {
      return message(socket.arrived());
    } catch (DatagramFailed e) {
      sayOrThrow(e);
      return null;
    }
  }

  private static @Nullable Message message(@Nullable Datagram datagram) {
    return datagram == null ? null : datagram.message();
  }

  private void sayOrThrow(DatagramFailed e) throws DatagramFailed {
    if (patient == null) {
      throw e;
    }
    patient.error(Reasons.of(e));
  }

  @Override
  public void send(Message message) throws IOException {
    try {
      sendAfterNews(message);
    } catch (DatagramFailed e) {
      sayOrThrow(e);
    }
  }

  private void sendAfterNews(Message message) throws IOException {
    try {
      socket.send(message);
    } catch (PortUnreachable e) {
      // That was about an earlier one.
      sayOrThrow(e);
      socket.send(message);
    }
  }

  @Override
  public void send(String text) throws IOException {
    send(Message.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void send(ByteBuffer message) throws IOException {
    send(Message.copyOf(message));
    message.position(message.limit());
  }

  @Override
  public void sendAll(Collection<Message> messages) throws IOException {
    for (Message message : messages) {
      socket.check(message);
    }
    for (Message message : messages) {
      send(message);
    }
  }

  @Override
  public Endpoint peer() {
    Endpoint peer = socket.peer();
    return peer == null ? socket.addresses().getFirst() : peer;
  }

  @Override
  public Counters counters() {
    UdpCounters counters = socket.counters();
    return new Counters(
        counters.received(),
        counters.sent(),
        counters.bytesIn(),
        counters.bytesOut(),
        counters.tooLong(),
        counters.since());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
