package dev.leat.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the sockets of UDP endpoints. They do not block. */
final class UdpChannels {
  private final Endpoint endpoint;
  private final UdpOptions options;

  UdpChannels(Endpoint endpoint, UdpOptions options) {
    if (endpoint.transport() != Transport.UDP) {
      throw new IllegalArgumentException("not a UDP endpoint: " + endpoint);
    }
    this.endpoint = endpoint;
    this.options = options;
  }

  /** One for each address. A group of multicast is joined. */
  List<DatagramChannel> bound() throws BindFailed {
    return new PortBinding<>(endpoint, this::bound).open();
  }

  private DatagramChannel bound(InetSocketAddress address) throws IOException {
    DatagramChannel channel = open(endpoint.everyInterface() ? null : address.getAddress());
    try {
      InetAddress host = address.getAddress();
      if (host.isMulticastAddress()) {
        NetworkInterface by = Interfaces.of(options.networkInterface(), host);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, by);
        channel.bind(new InetSocketAddress(zoned(host, by), address.getPort()));
        channel.join(host, by);
      } else {
        channel.bind(address);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      Cleanup.close(channel, e);
      throw e;
    }
  }

  /** The system wants to know the zone of a group that has one. */
  private static InetAddress zoned(InetAddress group, NetworkInterface by)
      throws UnknownHostException {
    return group instanceof Inet6Address
        ? Inet6Address.getByAddress(null, group.getAddress(), by)
        : group;
  }

  /** One that talks with a single peer. */
  DatagramChannel connected() throws ConnectFailed {
    try {
      InetSocketAddress address = peer(endpoint);
      DatagramChannel channel = open(address.getAddress());
      try {
        if (options.networkInterface() != null) {
          channel.setOption(
              StandardSocketOptions.IP_MULTICAST_IF,
              Interfaces.of(options.networkInterface(), address.getAddress()));
        }
        return channel.connect(address);
      } catch (IOException | RuntimeException e) {
        Cleanup.close(channel, e);
        throw e;
      }
    } catch (IOException e) {
      throw new ConnectFailed(endpoint, Causes.text(e), e);
    }
  }

  /** Where to send what is for this endpoint: there is no trying one address after the other. */
  static InetSocketAddress peer(Endpoint endpoint) throws UnknownHostException {
    return (endpoint.everyInterface() ? endpoint.host(Endpoint.LOCALHOST) : endpoint)
        .addresses()
        .getFirst();
  }

  /**
   * Not bound yet.
   *
   * @param address what it will deal with; null for IPv4 and IPv6
   */
  private DatagramChannel open(@Nullable InetAddress address) throws IOException {
    DatagramChannel channel =
        address == null
            ? DatagramChannel.open()
            : DatagramChannel.open(
                address instanceof Inet6Address
                    ? StandardProtocolFamily.INET6
                    : StandardProtocolFamily.INET);
    try {
      boolean shared = options.reuseAddress() || (address != null && address.isMulticastAddress());
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, shared);
      channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, options.hops());
      if (options.receiveBuffer() > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
      }
      if (options.sendBuffer() > 0) {
        channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
      }
      channel.configureBlocking(false);
      return channel;
    } catch (IOException | RuntimeException e) {
      Cleanup.close(channel, e);
      throw e;
    }
  }
}
