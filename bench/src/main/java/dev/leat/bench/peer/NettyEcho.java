package dev.leat.bench.peer;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.io.IOException;

/**
 * Echoes lines with Netty: the decoder leaves the line end in the frame, so that the frame itself
 * goes back without a copy, and what one read brought is flushed by one system call.
 */
public final class NettyEcho {
  private static final int LONGEST_LINE = 1 << 20;

  private NettyEcho() {}

  /** Called with the port and the number of event loops (0: Netty's default). */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 2) {
      System.err.println("usage: NettyEcho PORT LOOPS");
      System.exit(2);
    }
    Echo echo = new Echo();
    new NettyServer(Integer.parseInt(arguments[1]))
        .serve(
            Integer.parseInt(arguments[0]),
            channel ->
                channel
                    .pipeline()
                    .addLast(new LineBasedFrameDecoder(LONGEST_LINE, false, true), echo));
  }

  @Sharable
  @SuppressWarnings(
      "FutureReturnValueIgnored") // a connection that fails is closed, and that is all
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object line) {
      context.write(line, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!(cause instanceof IOException)) { // the load leaves by resetting its connections
        System.err.println(context.channel().remoteAddress() + ": " + cause);
      }
      context.close();
    }
  }
}
