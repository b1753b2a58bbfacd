package dev.leat.bench.peer;

import dev.leat.bench.StampedMessage;
import dev.leat.bench.Ticks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Sends one stream to all clients with Netty's {@code ChannelGroup}, either as fast as they take it
 * or at a fixed rate. Each event loop has the group of its own channels, so that no write crosses
 * threads.
 */
public final class NettyFanout {
  private final Map<EventExecutor, NettyGroup> groups = new ConcurrentHashMap<>();
  private final CountDownLatch awaited;

  private NettyFanout(int subscribers) {
    awaited = new CountDownLatch(subscribers);
  }

  /**
   * Called with the port, the number of event loops (0: Netty's default), the size of a message,
   * the number of clients to wait for, and optionally the messages a second.
   */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length < 4 || arguments.length > 5) {
      System.err.println("usage: NettyFanout PORT LOOPS SIZE SUBSCRIBERS [RATE]");
      System.exit(2);
    }
    int size = Integer.parseInt(arguments[2]);
    NettyFanout fanout = new NettyFanout(Integer.parseInt(arguments[3]));
    NettyServer server = new NettyServer(Integer.parseInt(arguments[1]));
    server.loops().forEach(loop -> fanout.groups.put(loop, new NettyGroup((EventLoop) loop)));
    Thread.ofPlatform()
        .name("publisher")
        .daemon()
        .start(() -> {
          if (arguments.length == 5) {
            fanout.publishAtRate(size, Integer.parseInt(arguments[4]));
          } else {
            fanout.publishWithoutLimit(size);
          }
        });
    Subscriber subscriber = fanout.new Subscriber();
    server.serve(Integer.parseInt(arguments[0]), channel -> channel.pipeline().addLast(subscriber));
  }

  private void publishWithoutLimit(int size) {
    byte[] line = ("x".repeat(size - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
    awaitSubscribers();
    // Outside the pool, since duplicates of a pooled buffer go through its recycler, which measured
    // slower.
    groups
        .values()
        .forEach(group -> group.publishForEver(Unpooled.directBuffer(size).writeBytes(line)));
  }

  private void publishAtRate(int size, int rate) {
    StampedMessage message = new StampedMessage(size);
    awaitSubscribers();
    Ticks ticks = Ticks.perSecond(rate);
    for (long number = 0; ; number++) {
      ByteBuf buffer = direct(message.stamp(ticks.await(number), number));
      groups.values().forEach(group -> group.publishNow(buffer));
      buffer.release();
    }
  }

  private void awaitSubscribers() {
    try {
      awaited.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException("interrupted while waiting for subscribers", stopped);
    }
  }

  private static ByteBuf direct(byte[] bytes) {
    return PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
  }

  @Sharable
  @SuppressWarnings(
      "FutureReturnValueIgnored") // a connection that fails is closed, and that is all
  private final class Subscriber extends ChannelInboundHandlerAdapter {
    private NettyGroup group(ChannelHandlerContext context) {
      NettyGroup group = groups.get(context.channel().eventLoop());
      if (group == null) {
        throw new IllegalStateException("a channel on an unknown event loop: " + context.channel());
      }
      return group;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      group(context).add(context.channel());
      awaited.countDown();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object ignored) {
      ReferenceCountUtil.release(ignored);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (context.channel().isWritable()) {
        group(context).resume();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!(cause instanceof IOException)) { // the readers leave by resetting their connections
        System.err.println(context.channel().remoteAddress() + ": " + cause);
      }
      context.close();
    }
  }
}
