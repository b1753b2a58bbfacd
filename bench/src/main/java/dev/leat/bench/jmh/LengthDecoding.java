package dev.leat.bench.jmh;

import dev.leat.framing.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import org.jspecify.annotations.Nullable;

/** Messages with a binary length of four bytes, as {@link Decoding} says. */
public class LengthDecoding extends Decoding {
  private final NettyLengths netty = new NettyLengths();

  /** For JMH. */
  public LengthDecoding() {
    super(Framing.parse("u32be"));
  }

  @Override
  @Nullable ByteBuf next(ByteBuf input) throws Exception {
    return netty.next(input);
  }

  /** Opens the decoder's step to a loop. */
  private static final class NettyLengths extends LengthFieldBasedFrameDecoder {
    NettyLengths() {
      super(1 << 20, 0, 4, 0, 4);
    }

    @SuppressWarnings("NullAway") // no context is needed as long as no message is too long
    @Nullable ByteBuf next(ByteBuf input) throws Exception {
      return (ByteBuf) decode(null, input);
    }
  }
}
