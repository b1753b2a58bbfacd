package dev.leat.framing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Consumer;

/** The code of the package comment. {@link TutorialTest} compares the two. */
final class Tutorial {
  ByteBuffer frame(Framing framing, Message message) throws UnencodableMessage {
    ByteBuffer frame = ByteBuffer.allocate(Math.toIntExact(framing.frameBound(message.size())));
    framing.encode(message.buffer(), frame);
    return frame.flip();
  }

  void readAll(ReadableByteChannel source, Decoder decoder, Consumer<ByteBuffer> user)
      throws IOException {
    ByteBuffer input = ByteBuffer.allocate(1024);
    while (source.read(input) >= 0) {
      input.flip();
      for (ByteBuffer message; (message = decoder.decode(input)) != null; ) {
        user.accept(message); // lent until the next call: copy it to keep it
      }
      if (input.remaining() == input.capacity()) {
        // The frame is longer than the buffer, and the decoder has not refused it.
        input = ByteBuffer.allocate(2 * input.capacity()).put(input);
      } else {
        input.compact();
      }
    }
    input.flip();
    for (ByteBuffer message; (message = decoder.finish(input)) != null; ) {
      user.accept(message);
    }
  }
}
