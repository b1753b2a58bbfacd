package dev.leat.bench.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;

/**
 * Echoes datagrams with Netty: the buffer that came goes back without a copy, and what one turn of
 * the loop brought is flushed together, by sendmmsg. One socket has one event loop.
 */
public final class NettyUdpEcho {
  private static final int LARGEST = 65_536;
  private static final int RECEIVE_BUFFER = 4 << 20;

  private NettyUdpEcho() {}

  /** Called with the port. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 1) {
      System.err.println("usage: NettyUdpEcho PORT");
      System.exit(2);
    }
    int port = Integer.parseInt(arguments[0]);
    Epoll.ensureAvailability();
    var channel =
        new Bootstrap()
            .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
            .channel(EpollDatagramChannel.class)
            .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST))
            .handler(new Echo())
            .bind(InetAddress.getLoopbackAddress(), port)
            .sync()
            .channel();
    System.err.println("listening on udp://127.0.0.1:" + port);
    channel.closeFuture().sync();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a datagram that cannot be sent is lost
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
      var datagram = (DatagramPacket) received;
      context.write(new DatagramPacket(datagram.content(), datagram.sender()));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      System.err.println("failed: " + cause);
    }
  }
}
