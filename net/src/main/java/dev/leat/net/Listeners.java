package dev.leat.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;

/** Opens the listening sockets of an endpoint. */
final class Listeners {
  private final Endpoint endpoint;
  private final SocketOptions options;

  Listeners(Endpoint endpoint, SocketOptions options) {
    this.endpoint = endpoint;
    this.options = options;
  }

  List<Listener> open() throws BindFailed {
    return switch (endpoint.transport()) {
      case UNIX, TLS_UNIX -> List.of(openFile());
      case TCP, TLS -> openPorts();
      case UDP, MEMORY ->
          throw new IllegalArgumentException(
              endpoint.transport()
                  + " has no connections that a server could accept: "
                  + endpoint
                  + (endpoint.transport() == Transport.UDP
                      ? " (UdpSocket receives datagrams)"
                      : ""));
    };
  }

  private List<Listener> openPorts() throws BindFailed {
    return new PortBinding<>(endpoint, this::openPort)
        .open().stream().map(channel -> new Listener(channel, address(channel), null)).toList();
  }

  private ServerSocketChannel openPort(InetSocketAddress address) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      SocketSetup.applyReceiveBuffer(options, channel);
      return channel.bind(address, options.backlog());
    } catch (IOException | RuntimeException e) {
      Cleanup.close(channel, e);
      throw e;
    }
  }

  private Endpoint address(ServerSocketChannel channel) {
    return Endpoint.ofBound(
        endpoint.transport(), (InetSocketAddress) channel.socket().getLocalSocketAddress());
  }

  private Listener openFile() throws BindFailed {
    try {
      SocketFile.makeRoom(endpoint.path());
      ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        SocketSetup.applyReceiveBuffer(options, channel);
        channel.bind(UnixDomainSocketAddress.of(endpoint.path()), options.backlog());
        var file = SocketFile.of(endpoint.path(), channel, options.fileMode());
        return new Listener(channel, endpoint.options(Map.of()), file);
      } catch (IOException | RuntimeException e) {
        Cleanup.close(channel, e);
        throw e;
      }
    } catch (IOException e) {
      throw new BindFailed(endpoint, SocketFile.explained(endpoint.path(), e), e);
    }
  }
}
