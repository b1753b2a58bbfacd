package dev.leat.cli.show;

import dev.leat.cli.show.Reception.Aftermath;
import dev.leat.framing.Decoder;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Cuts the bytes into frames itself, to show how each message comes about: that it begins, as soon
 * as its header has said how long it is; its frame as it came; and the message.
 *
 * <pre>{@code
 * #1 new message, length 5
 * #1 frame 8 bytes "5:hello,"
 * #1 full message received, 5 bytes "hello"
 * }</pre>
 */
final class FramesDisplay implements Display {
  private final Page page;
  private final String before;
  private final Quota quota;
  private final Aftermath aftermath;
  private final Decoder decoder;
  private ByteBuffer input = ByteBuffer.allocate(4 << 10).limit(0);
  private final long most;
  private int frameStart;
  private long number = 1;

  /** Whether it has been said that the next message has begun. */
  private boolean announced;

  private boolean enough;

  FramesDisplay(
      Page page,
      String before,
      Quota quota,
      Aftermath aftermath,
      Framing framing,
      DecoderOptions options) {
    this.quota = quota;
    this.aftermath = aftermath;
    this.page = page;
    this.before = before;
    this.decoder = framing.decoder(options);
    this.most = 2L * options.max();
  }

  @Override
  public void show(ByteBuffer read) throws IOException {
    add(read);
    for (ByteBuffer message; !enough && (message = decoder.decode(input)) != null; ) {
      show(message, "full message received");
    }
    if (decoder.begun(input)) {
      announce();
    } else {
      announced = false; // the one that was announced has been dropped
    }
  }

  @Override
  public void finish() throws IOException {
    for (ByteBuffer message; (message = decoder.finish(input)) != null; ) {
      show(message, "message ended by the end of the stream");
    }
  }

  /** Says that a message has begun, once its length is known. */
  private void announce() throws IOException {
    if (decoder.announced() >= 0 && !announced && !quota.usedUp()) {
      announced = true;
      line("new message, length " + decoder.announced());
    }
  }

  private void show(ByteBuffer message, String what) throws IOException {
    announce();
    if (!quota.take()) {
      return;
    }
    ByteBuffer frame = input.slice(frameStart, input.position() - frameStart);
    frameStart = input.position();
    line("frame " + Excerpt.of(frame));
    line(what + ", " + Excerpt.of(message));
    announced = false;
    number++;
    enough = !aftermath.afterMessage();
  }

  @Override
  public boolean enough() {
    return enough;
  }

  private void line(String text) throws IOException {
    page.write(before + "#" + number + " " + text + "\n");
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
