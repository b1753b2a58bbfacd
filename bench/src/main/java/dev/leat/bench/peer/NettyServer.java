package dev.leat.bench.peer;

import dev.leat.bench.Identity;
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
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

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

  /** The JDK's TLS, as Leat has it too; null where it is not asked for. */
  private static @Nullable SslContext tls() {
    Identity identity = Identity.ofProperty();
    if (identity == null) {
      return null;
    }
    try {
      return SslContextBuilder.forServer(identity.certificate().toFile(), identity.key().toFile())
          .sslProvider(SslProvider.JDK)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("the certificate cannot be used", e);
    }
  }

  EventLoopGroup loops() {
    return loops;
  }

  /** Listens on 127.0.0.1 and serves until the process is stopped. */
  void serve(int port, Consumer<Channel> prepare) throws InterruptedException {
    SslContext tls = tls();
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
                    if (tls != null) {
                      channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                    }
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
