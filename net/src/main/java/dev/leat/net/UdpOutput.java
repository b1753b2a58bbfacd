package dev.leat.net;

import dev.leat.framing.UnencodableMessage;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.ReentrantLock;

/** What goes out of a UDP socket. */
final class UdpOutput {
  private final UdpLine line;

  /** Guards that the port of a connected socket can be shared. */
  private final ReentrantLock sharing = new ReentrantLock();

  UdpOutput(UdpLine line) {
    this.line = line;
  }

  /** Sends to the peer. */
  void send(ByteBuffer message) throws IOException {
    send(line.channels.getFirst(), message, peer());
  }

  private InetSocketAddress peer() {
    InetSocketAddress peer = line.peer;
    if (peer == null) {
      throw new IllegalStateException(
          line.name() + " is not connected: say to whom, or open it by UdpSocket.connect");
    }
    return peer;
  }

  /** Refuses what is too long for the peer. */
  void check(int size) throws UnencodableMessage {
    check(size, peer());
  }

  /** Sends to anybody. */
  void send(ByteBuffer message, InetSocketAddress to) throws IOException {
    send(line.channelFor(to.getAddress()), message, to);
  }

  private void send(DatagramChannel channel, ByteBuffer message, InetSocketAddress to)
      throws IOException {
    line.throwIfInterrupted();
    int size = message.remaining();
    check(size, to);
    try {
      if (size == 0) {
        sendEmpty(channel, to);
      }
      while (message.hasRemaining() && channel.send(message, to) == 0) {
        awaitRoom(channel);
      }
      line.tally.sent(size);
    } catch (PortUnreachableException e) {
      var unreachable = new PortUnreachable(Endpoint.of(Transport.UDP, to), e);
      unreachable.markUnsent();
      throw unreachable;
    } catch (ClosedChannelException e) {
      throw new ConnectionClosed(line.name(), "the socket is closed", e);
    } catch (ConnectionException e) {
      throw e;
    } catch (IOException e) {
      Endpoint peer = Endpoint.of(Transport.UDP, to);
      var failed = new DatagramFailed(peer, "cannot send to " + peer + ": " + Causes.text(e), e);
      failed.markUnsent();
      throw failed;
    }
  }

  private static void check(int size, InetSocketAddress to) throws UnencodableMessage {
    boolean ipv6 = to.getAddress() instanceof Inet6Address;
    int most = ipv6 ? UdpSocket.LONGEST_IPV6 : UdpSocket.LONGEST_IPV4;
    if (size > most) {
      throw new UnencodableMessage(
          "message of %d bytes: a UDP datagram over %s has at most %d"
              .formatted(size, ipv6 ? "IPv6" : "IPv4", most));
    }
  }

  /**
   * Java does not tell whether the system took an empty datagram, and on a connected socket leaves
   * it out. There another socket, which shares the port for a moment, sends it: what the peer
   * answers comes to the connected one.
   */
  private void sendEmpty(DatagramChannel channel, InetSocketAddress to) throws IOException {
    awaitRoom(channel);
    if (line.peer == null) {
      channel.send(ByteBuffer.allocate(0), to);
      return;
    }
    var own = (InetSocketAddress) channel.getLocalAddress();
    boolean ipv6 = own.getAddress() instanceof Inet6Address;
    sharing.lock();
    try (DatagramChannel other =
        DatagramChannel.open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET)) {
      other.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      other.bind(own).send(ByteBuffer.allocate(0), to);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, line.options.reuseAddress());
    } finally {
      sharing.unlock();
    }
  }

  /** Waits until the system takes more: the network is slower than we are. */
  private void awaitRoom(DatagramChannel channel) throws IOException {
    try (Selector writable = Selector.open()) {
      channel.register(writable, SelectionKey.OP_WRITE);
      writable.select(key -> {});
    }
    line.throwIfInterrupted();
  }
}
