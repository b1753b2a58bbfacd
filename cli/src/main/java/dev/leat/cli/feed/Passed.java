package dev.leat.cli.feed;

import dev.leat.framing.Decoder;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Counts messages that would have been published, and keeps the last, as it would be read again.
 */
final class Passed implements Target {
  private final Framing framing;
  private final long most;
  private ByteBuffer scratch = ByteBuffer.allocate(1 << 10);
  private long count;
  private @Nullable Message last;

  /**
   * @param framing of the stream
   * @param most how many come; that one is kept
   */
  Passed(Framing framing, long most) {
    this.framing = framing;
    this.most = most;
  }

  @Override
  public void frames(ByteBuffer frames, long frameCount) throws IOException {
    count += frameCount;
    if (count == most) {
      keepLast(frames.duplicate(), frameCount);
    }
  }

  @Override
  public void message(ByteBuffer message) throws IOException {
    encode(message);
    count++;
    if (count == most) {
      keepLast(scratch.flip(), 1);
    }
  }

  /** Throws where the stream would refuse it: then it does not count. */
  private void encode(ByteBuffer message) throws UnencodableMessage {
    int bound = Math.toIntExact(framing.frameBound(message.remaining()));
    if (scratch.capacity() < bound) {
      scratch = ByteBuffer.allocate(Math.max(bound, 2 * scratch.capacity()));
    }
    framing.encode(message, scratch.clear());
  }

  private void keepLast(ByteBuffer frames, long frameCount) throws IOException {
    Decoder decoder = framing.decoder(DecoderOptions.standard().max(Integer.MAX_VALUE));
    for (long before = 1; before < frameCount; before++) {
      decoder.skip(frames);
    }
    ByteBuffer message = decoder.finish(frames);
    last = message == null ? null : Message.copyOf(message);
  }

  /** How many have come. */
  long count() {
    return count;
  }

  /** The last of all that were to come; null if they have not. */
  @Nullable Message last() {
    return last;
  }
}
