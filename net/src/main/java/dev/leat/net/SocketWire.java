package dev.leat.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * A connection by TCP or by a Unix-domain socket. The channel is in blocking mode, in which a
 * virtual thread parks and a platform thread waits in the system.
 */
final class SocketWire implements Wire {
  /**
   * A channel moves a heap buffer by way of memory outside the heap, as large as the buffer is,
   * even if the system then takes little of it, and keeps that memory. So it is shown no more than
   * this.
   */
  private static final int MOST_AT_ONCE = 256 << 10;

  private final SocketChannel channel;
  // Kept, because a closed channel no longer tells them.
  private final SocketAddress peer;
  private final SocketAddress local;

  /** Takes over a connected channel. */
  SocketWire(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.peer = channel.getRemoteAddress();
    this.local = channel.getLocalAddress();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (target.isDirect() || target.remaining() <= MOST_AT_ONCE) {
      return channel.read(target);
    }
    int limit = target.limit();
    target.limit(target.position() + MOST_AT_ONCE);
    try {
      return channel.read(target);
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (source.isDirect() || source.remaining() <= MOST_AT_ONCE) {
      return channel.write(source);
    }
    int limit = source.limit();
    source.limit(source.position() + MOST_AT_ONCE);
    try {
      return channel.write(source);
    } finally {
      source.limit(limit);
    }
  }

  @Override
  public void finishOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public void reset() throws IOException {
    try (channel) {
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (ClosedChannelException e) {
      // It has been closed already, which cannot be taken back.
    }
  }

  @Override
  public int unread() throws IOException {
    // Only TCP channels have the view of a socket that can tell.
    return peer instanceof InetSocketAddress ? channel.socket().getInputStream().available() : 0;
  }

  @Override
  public Endpoint peer() {
    return endpoint(peer, local);
  }

  @Override
  public Endpoint local() {
    return endpoint(local, peer);
  }

  /** The client's side of a Unix-domain socket has no name: it goes by the server's. */
  private static Endpoint endpoint(SocketAddress address, SocketAddress other) {
    return switch (address) {
      case InetSocketAddress internet -> Endpoint.of(internet);
      case UnixDomainSocketAddress file when !file.getPath().toString().isEmpty() ->
          Endpoint.unix(file.getPath());
      default -> Endpoint.unix(((UnixDomainSocketAddress) other).getPath());
    };
  }

  @Override
  public @Nullable UnixDomainPrincipal user() throws IOException {
    return channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
        ? channel.getOption(ExtendedSocketOptions.SO_PEERCRED)
        : null;
  }
}
