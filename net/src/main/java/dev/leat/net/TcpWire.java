package dev.leat.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/**
 * A TCP connection. The channel is in blocking mode, in which a virtual thread parks and a platform
 * thread waits in the system.
 */
final class TcpWire implements Wire {
  /**
   * A channel moves a heap buffer by way of memory outside the heap, as large as the buffer is,
   * even if the system then takes little of it, and keeps that memory. So it is shown no more than
   * this.
   */
  private static final int MOST_AT_ONCE = 256 << 10;

  private final SocketChannel channel;
  // Kept, because a closed channel no longer tells them.
  private final InetSocketAddress peer;
  private final InetSocketAddress local;

  /** Takes over a connected channel. */
  TcpWire(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.peer = (InetSocketAddress) channel.getRemoteAddress();
    this.local = (InetSocketAddress) channel.getLocalAddress();
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
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (ClosedChannelException e) {
      // It has been closed already, which cannot be taken back.
    }
  }

  @Override
  public Endpoint peer() {
    return Endpoint.of(peer);
  }

  @Override
  public Endpoint local() {
    return Endpoint.of(local);
  }
}
