package dev.leat.bench.jmh;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** As many whole frames as 64 KiB hold, in memory of one kind, for us and for Netty. */
record Block(ByteBuffer leat, ByteBuf netty) {
  private static final int SIZE = 64 << 10;

  /**
   * @param messageSize bytes of each message, which are letters
   * @param direct whether in memory outside of the heap
   */
  static Block of(Framing framing, int messageSize, boolean direct) throws UnencodableMessage {
    Message message = Message.of("x".repeat(messageSize));
    ByteBuffer frames = direct ? ByteBuffer.allocateDirect(SIZE) : ByteBuffer.allocate(SIZE);
    while (frames.remaining() >= framing.frameBound(messageSize)) {
      framing.encode(message.buffer(), frames);
    }
    frames.flip();
    ByteBuf netty =
        direct
            ? PooledByteBufAllocator.DEFAULT.directBuffer(SIZE).writeBytes(frames.duplicate())
            : Unpooled.wrappedBuffer(frames.array(), 0, frames.limit());
    return new Block(frames, netty);
  }
}
