package dev.leat.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one of Netty's decoders makes of a stream: the oracle. */
final class NettyStream {
  private final List<Message> messages = new ArrayList<>();
  private final List<Throwable> errors = new ArrayList<>();

  /** Messages that came before the first error; all if there was none. */
  private @Nullable List<Message> beforeError;

  NettyStream(ByteToMessageDecoder decoder, byte[] stream, List<Integer> cuts) {
    var channel = new EmbeddedChannel(decoder, new Recorder());
    int from = 0;
    for (int to : cuts) {
      channel.writeInbound(Unpooled.wrappedBuffer(Framings.range(stream, from, to)));
      from = to;
    }
    channel.writeInbound(Unpooled.wrappedBuffer(Framings.range(stream, from, stream.length)));
    if (beforeError == null) {
      beforeError = List.copyOf(messages);
    }
    channel.finishAndReleaseAll();
  }

  /** The bytes, and lets go of the buffer. */
  static byte[] take(ByteBuf buffer) {
    byte[] bytes = ByteBufUtil.getBytes(buffer);
    buffer.release();
    return bytes;
  }

  List<Message> messages() {
    return messages;
  }

  List<Message> beforeError() {
    return beforeError;
  }

  List<Throwable> errors() {
    return errors;
  }

  private final class Recorder extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      messages.add(Message.of(take((ByteBuf) message)));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
      if (beforeError == null) {
        beforeError = List.copyOf(messages);
      }
      errors.add(error);
    }
  }
}
