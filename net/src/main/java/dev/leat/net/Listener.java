package dev.leat.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One listening socket.
 *
 * @param address where it really listens
 * @param file what stands for it in the file system; null if nothing does
 */
record Listener(ServerSocketChannel channel, Endpoint address, @Nullable SocketFile file)
    implements Closeable {

  /**
   * The name of a peer.
   *
   * @param peer its address; null where peers have none
   */
  Endpoint name(@Nullable InetSocketAddress peer) {
    return peer == null ? address : Endpoint.of(address.transport(), peer);
  }

  /** More than once is as good as once. */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (file != null) {
        // While the socket is open no other file can be taken for its own.
        file.remove();
      }
    }
  }
}
