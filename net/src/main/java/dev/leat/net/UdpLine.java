package dev.leat.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What both directions of a UDP socket share: the system's sockets, of which localhost needs one
 * for each version of IP, its names, its counts and its end.
 */
final class UdpLine {
  final List<DatagramChannel> channels;

  /** Of all the channels, for reading. */
  final Selector selector;

  final UdpOptions options;
  final List<Endpoint> addresses;
  final @Nullable InetSocketAddress peer;
  final UdpTally tally = new UdpTally();

  /** Null where the socket is connected: such sockets can be many, and to look takes long. */
  private final @Nullable KernelDrops drops;

  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean closed;

  /** What the system had dropped when the socket was closed. */
  private volatile OptionalLong lost = OptionalLong.empty();

  /** Takes over sockets that are bound, or the one that is connected. */
  UdpLine(List<DatagramChannel> channels, UdpOptions options) throws IOException {
    this.channels = channels;
    this.options = options;
    List<InetSocketAddress> bound = new ArrayList<>();
    for (DatagramChannel channel : channels) {
      bound.add((InetSocketAddress) channel.getLocalAddress());
    }
    this.addresses =
        bound.stream().map(address -> Endpoint.ofBound(Transport.UDP, address)).toList();
    this.peer = (InetSocketAddress) channels.getFirst().getRemoteAddress();
    this.drops = peer == null ? new KernelDrops(bound) : null;
    this.selector = registered(channels);
  }

  private static Selector registered(List<DatagramChannel> channels) throws IOException {
    Selector selector = Selector.open();
    try {
      for (DatagramChannel channel : channels) {
        channel.register(selector, SelectionKey.OP_READ);
      }
      return selector;
    } catch (IOException | RuntimeException | Error e) {
      Cleanup.close(selector, e);
      throw e;
    }
  }

  /** The peer, or else the socket itself. */
  Endpoint name() {
    return peer == null ? addresses.getFirst() : Endpoint.of(Transport.UDP, peer);
  }

  /** The socket that deals with such addresses. */
  DatagramChannel channelFor(InetAddress address) throws IOException {
    boolean ipv6 = address instanceof Inet6Address;
    for (int i = 0; i < channels.size(); i++) {
      Endpoint own = addresses.get(i);
      boolean ownIpv6 = own.host().indexOf(':') >= 0;
      if (own.everyInterface() || ownIpv6 == ipv6) {
        return channels.get(i);
      }
    }
    throw new IOException(
        "%s cannot reach %s: it has no address of IPv%d"
            .formatted(name(), AddressText.of(address), ipv6 ? 6 : 4));
  }

  UdpCounters counters() {
    OptionalLong now = dropped();
    return tally.counters(closed ? lost : now); // once closed, the system has forgotten
  }

  private OptionalLong dropped() {
    return drops == null ? OptionalLong.empty() : drops.read();
  }

  boolean closed() {
    return closed;
  }

  void throwIfInterrupted() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
  }

  /** The thread has been interrupted. */
  IOException interrupted() throws IOException {
    close();
    return ConnectionInterrupted.ofSocket(name());
  }

  void close() throws IOException {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    lost = dropped();
    closed = true;
    try (selector) { // which wakes whoever waits
      for (DatagramChannel channel : channels) {
        channel.close();
      }
    }
  }
}
