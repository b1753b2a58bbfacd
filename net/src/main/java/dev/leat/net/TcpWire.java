package dev.leat.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A TCP connection. The channel is in blocking mode, in which a virtual thread parks and a platform
 * thread waits in the system.
 */
final class TcpWire implements Wire {
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
    return channel.read(target);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return channel.write(source);
  }

  @Override
  public long write(ByteBuffer[] sources) throws IOException {
    return channel.write(sources);
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
  public Endpoint peer() {
    return Endpoint.of(peer);
  }

  @Override
  public Endpoint local() {
    return Endpoint.of(local);
  }
}
