package dev.leat.net;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Makes the wires of connections over sockets, on both sides: the one place where it is decided
 * what stands between a connection and its socket.
 */
final class Wiring {
  private Wiring() {}

  /**
   * For a server. It does not wait for the peer: that is for the connection's own thread.
   *
   * @param tls null for none
   */
  static Wire accepted(
      SocketChannel channel,
      @Nullable TlsContext tls,
      ConnectionOptions options,
      Resources resources)
      throws IOException {
    SocketSetup.apply(options.socket(), channel);
    Wire wire = new SocketWire(channel);
    return tls == null ? wire : tls.on(wire, wire.peer().secured(), resources.buffers());
  }

  /**
   * For a client.
   *
   * @param endpoint to which the channel is connected
   * @param tls null for none
   */
  static Wire connected(
      SocketChannel channel, Endpoint endpoint, @Nullable TlsContext tls, Resources resources)
      throws IOException {
    Wire wire = new SocketWire(channel);
    return tls == null ? wire : tls.on(wire, endpoint, resources.buffers());
  }
}
