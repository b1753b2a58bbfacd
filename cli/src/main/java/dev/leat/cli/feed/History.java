package dev.leat.cli.feed;

import dev.leat.framing.Framing;
import dev.leat.framing.UnencodableMessage;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A stored stream that goes on where it has ended: which messages of an input it has already. An
 * input that is known again is a producer of the stream, and numbers its messages from 1.
 *
 * @param log the stream
 * @param again whether those that it has are fed once more
 */
record History(MessageLog log, boolean again) {
  /** Nobody who numbers messages. */
  static final long NOBODY = 0;

  /** The producer that goes by this name, always the same. */
  static long producer(String name) {
    try {
      byte[] name256 =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      long id = ByteBuffer.wrap(name256).getLong();
      return id == NOBODY ? 1 : id;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** How many messages of this producer the stream has. */
  long published(long producer) {
    return producer == NOBODY ? 0 : log.sequence(producer).orElse(0);
  }

  /** Where its messages go, from the one on with which it begins. */
  StoredTarget target(long producer) {
    long published = published(producer);
    return new StoredTarget(log, producer, again ? 1 : published + 1, published);
  }

  /**
   * Goes past those messages of an input that the stream has.
   *
   * @throws IOException if the input has fewer
   */
  void skip(InputReader reader, Input input) throws IOException {
    long published = again ? 0 : published(input.producer());
    var passed = new Passed(log.framing());
    reader.moveAllTo(passed, published);
    if (passed.count < published) {
      throw new IOException(
          "%s has %d messages, and %d of it are in the store: it is not the file that was fed; --again feeds it from its beginning"
              .formatted(input.name(), passed.count, published));
    }
  }

  /** Counts those that would have been published. */
  private static final class Passed implements Target {
    private final Framing framing;
    private ByteBuffer scratch = ByteBuffer.allocate(1 << 10);
    private long count;

    Passed(Framing framing) {
      this.framing = framing;
    }

    @Override
    public void frames(ByteBuffer frames, long frameCount) {
      count += frameCount;
    }

    @Override
    public void message(ByteBuffer message) throws UnencodableMessage {
      int bound = Math.toIntExact(framing.frameBound(message.remaining()));
      if (scratch.capacity() < bound) {
        scratch = ByteBuffer.allocate(Math.max(bound, 2 * scratch.capacity()));
      }
      framing.encode(message, scratch.clear());
      count++;
    }
  }
}
