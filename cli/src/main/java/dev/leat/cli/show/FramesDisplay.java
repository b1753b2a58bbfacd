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
  private final Quota quota;
  private final Decoder decoder;
  private ByteBuffer input = ByteBuffer.allocate(4 << 10).limit(0);
  private final long most;
  private int frameStart;
  private long frames;

  FramesDisplay(Page page, String before, Quota quota, Framing framing, DecoderOptions options) {
    this.quota = quota;
    this.page = page;
    this.before = before;
    this.decoder = framing.decoder(options);
    this.most = 2L * options.max();
  }

  @Override
  public void show(ByteBuffer read) throws IOException {
    add(read);
    for (ByteBuffer message; (message = decoder.decode(input)) != null; ) {
      show(message, "");
    }
  }

  @Override
  public void finish() throws IOException {
    for (ByteBuffer message; (message = decoder.finish(input)) != null; ) {
      show(message, ", not ended");
    }
  }

  private void show(ByteBuffer message, String remark) throws IOException {
    if (!quota.take()) {
      return;
    }
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
