package dev.leat.bench.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatcher;
import io.netty.channel.group.DefaultChannelGroup;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The channels of one event loop. A message is one buffer for all of them, duplicated and not
 * copied; a channel that cannot take more for now is left out, as is usual where the memory in use
 * must stay bounded.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that fails leaves the group by itself
final class NettyGroup {
  private static final int MESSAGES_A_FLUSH = 64;

  /**
   * How many messages at a fixed rate may wait for a loop that is behind; further ones are left
   * out.
   */
  private static final int MOST_WAITING = 16;

  private final EventLoop loop;
  private final ChannelGroup channels;
  private final AtomicInteger waiting = new AtomicInteger();

  // Confined to the loop.
  private final ChannelMatcher writable = this::countWritable;
  private long written;
  private boolean paused;
  private Runnable nextBatch = () -> {};

  NettyGroup(EventLoop loop) {
    this.loop = loop;
    // Channels of the group are only touched on their own loop, which so also completes its
    // futures.
    channels = new DefaultChannelGroup(loop);
  }

  void add(Channel channel) {
    channels.add(channel);
  }

  /**
   * Publishes the line again and again, a flush every 64 times, for as long as anybody takes it.
   */
  void publishForEver(ByteBuf line) {
    nextBatch = () -> publishBatch(line);
    loop.execute(nextBatch);
  }

  private void publishBatch(ByteBuf line) {
    written = 0;
    for (int i = 0; i < MESSAGES_A_FLUSH; i++) {
      channels.write(line.retainedDuplicate(), writable, true);
    }
    channels.flush();
    if (written > 0) {
      loop.execute(nextBatch); // after the input and output that has become possible meanwhile
    } else {
      paused = true;
    }
  }

  private boolean countWritable(Channel channel) {
    if (!channel.isWritable()) {
      return false;
    }
    written++;
    return true;
  }

  /** Called on the loop when a channel has become writable again. */
  void resume() {
    if (paused) {
      paused = false;
      loop.execute(nextBatch);
    }
  }

  /**
   * Publishes and flushes one message; called by the publisher's thread, which keeps its reference.
   */
  void publishNow(ByteBuf message) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return;
    }
    ByteBuf ours = message.retainedDuplicate();
    loop.execute(() -> {
      channels.writeAndFlush(ours, writable, true);
      waiting.decrementAndGet();
    });
  }
}
