package dev.leat.bench.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetAddress;
import java.util.function.Consumer;

/** What the Netty programs share: the native transport, pooled direct buffers, no Nagle delay. */
final class NettyServer {
  private final EventLoopGroup loops;

  /**
   * @param loopCount event loops that serve connections, accepting among them; 0 for Netty's
   *     default, twice the cores
   */
  NettyServer(int loopCount) {
    Epoll.ensureAvailability();
    loops = new MultiThreadIoEventLoopGroup(loopCount, EpollIoHandler.newFactory());
  }

  EventLoopGroup loops() {
    return loops;
  }

  /** Listens on 127.0.0.1 and serves until the process is stopped. */
  void serve(int port, Consumer<Channel> prepare) throws InterruptedException {
    Channel listener =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    prepare.accept(channel);
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), port)
            .sync()
            .channel();
    System.err.println("listening on tcp://127.0.0.1:" + port);
    listener.closeFuture().sync();
  }
}
