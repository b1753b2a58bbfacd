package dev.leat.cli.show;

import dev.leat.framing.Decoder;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Cuts the bytes into frames itself, to show each as it came and the message in it: {@code #1 frame
 * 7 bytes "5:hello" message 5 bytes "hello"}.
 */
final class FramesDisplay implements Display {
  private final Page page;
  private final String before;
  private final Decoder decoder;
  private ByteBuffer input = ByteBuffer.allocate(4 << 10).limit(0);
  private final long most;
  private int frameStart;
  private long frames;

  FramesDisplay(Page page, String before, Framing framing, DecoderOptions options) {
    this.page = page;
    this.before = before;
    this.decoder = framing.decoder(options);
    this.most = 2L * options.max();
  }

  @Override
  public int show(ByteBuffer read) throws IOException {
    add(read);
    int count = 0;
    for (ByteBuffer message; (message = decoder.decode(input)) != null; ) {
      show(message, "");
      count++;
    }
    return count;
  }

  @Override
  public int finish() throws IOException {
    int count = 0;
    for (ByteBuffer message; (message = decoder.finish(input)) != null; ) {
      show(message, ", not ended");
      count++;
    }
    return count;
  }

  private void show(ByteBuffer message, String remark) throws IOException {
    frames++;
    ByteBuffer frame = input.slice(frameStart, input.position() - frameStart);
    frameStart = input.position();
    page.write(
        "%s#%d frame %s%s message %s\n"
            .formatted(before, frames, Excerpt.of(frame), remark, Excerpt.of(message)));
  }

  /** Adds behind what is not consumed. A frame's bytes are kept until it is complete. */
  private void add(ByteBuffer read) {
    int kept = input.limit() - frameStart;
    int consumed = input.position() - frameStart;
    if (consumed > most) { // what is dropped need not be kept
      kept -= consumed;
      frameStart += consumed;
      consumed = 0;
    }
    ByteBuffer target = input;
    if (input.capacity() - kept < read.remaining()) {
      target = ByteBuffer.allocate(Math.max(2 * input.capacity(), kept + read.remaining()));
    }
    ByteBuffer source = input.duplicate().position(frameStart);
    target.clear().put(source).put(read).flip().position(consumed);
    input = target;
    frameStart = 0;
  }
}
