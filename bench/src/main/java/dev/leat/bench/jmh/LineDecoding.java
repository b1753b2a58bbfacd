package dev.leat.bench.jmh;

import dev.leat.framing.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.LineBasedFrameDecoder;
import org.jspecify.annotations.Nullable;

/** Lines, as {@link Decoding} says. */
public class LineDecoding extends Decoding {
  private final NettyLines netty = new NettyLines();

  /** For JMH. */
  public LineDecoding() {
    super(Framing.lines());
  }

  @Override
  @Nullable ByteBuf next(ByteBuf input) throws Exception {
    return netty.next(input);
  }

  /** Opens the decoder's step to a loop. */
  private static final class NettyLines extends LineBasedFrameDecoder {
    NettyLines() {
      super(1 << 20);
    }

    @SuppressWarnings("NullAway") // no context is needed as long as no line is too long
    @Nullable ByteBuf next(ByteBuf input) throws Exception {
      return (ByteBuf) decode(null, input);
    }
  }
}
