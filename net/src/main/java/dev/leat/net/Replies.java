package dev.leat.net;

import dev.leat.framing.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Collects what {@link Connection#answer} sends: encoded as it comes, and written in one system
 * call once the messages that had arrived are all answered. Used by the answering thread, within
 * its call.
 */
public final class Replies {
  private final Line line;
  private final Outlet outlet;
  private @Nullable ByteBuffer frames;
  private int count;

  Replies(Line line, Outlet outlet) {
    this.line = line;
    this.outlet = outlet;
  }

  /**
   * Sends what the buffer holds, which is consumed.
   *
   * @throws dev.leat.framing.UnencodableMessage if the framing cannot carry it; nothing of it is
   *     sent
   */
  public void send(ByteBuffer message) throws IOException {
    int bound = outlet.frameBound(message.remaining());
    ByteBuffer target = frames;
    if (target == null || target.remaining() < bound) {
      target = room(bound);
    }
    line.options.framing().encode(message, target);
    count++;
  }

  /** Sends a message. */
  public void send(Message message) throws IOException {
    send(ByteBuffer.wrap(message.bytes()));
  }

  /** Sends a text in UTF-8. */
  public void send(String text) throws IOException {
    send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A larger buffer with what has been collected, or an empty one once that is written. */
  private ByteBuffer room(int bound) throws IOException {
    Buffers buffers = line.resources.buffers();
    ByteBuffer before = frames;
    ByteBuffer taken;
    if (before != null && bound <= Buffers.SIZE - before.position()) {
      taken = buffers.take(Math.min(Buffers.SIZE, 2 * before.position() + bound));
      taken.put(before.flip());
      buffers.give(before);
    } else {
      flush();
      taken = buffers.take(bound);
    }
    frames = taken;
    return taken;
  }

  /** Writes what has been collected and gives the memory back. */
  void flush() throws IOException {
    ByteBuffer collected = frames;
    if (collected == null) {
      return;
    }
    frames = null;
    int messages = count;
    count = 0;
    try {
      outlet.write(collected.flip(), messages);
    } finally {
      line.resources.buffers().give(collected);
    }
  }
}
