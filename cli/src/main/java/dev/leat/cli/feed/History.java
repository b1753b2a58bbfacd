package dev.leat.cli.feed;

import static dev.leat.cli.shell.Amounts.count;
import static dev.leat.cli.shell.Amounts.number;

import dev.leat.cli.shell.Reasons;
import dev.leat.framing.Message;
import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import dev.leat.stream.MessageLog;
import dev.leat.stream.OffsetOutOfRange;
import dev.leat.stream.Start;
import dev.leat.stream.StoreDamaged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;

/**
 * A stored stream that goes on where it has ended: which messages of an input it has already. An
 * input that is known again is a producer of the stream, and numbers its messages from 1.
 *
 * @param log the stream
 * @param again whether those that it has are fed once more
 * @param trouble what is told of what people must know
 */
record History(MessageLog log, boolean again, Consumer<String> trouble) {
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
   * @throws IOException if the input has fewer, or the last of them is another
   */
  void skip(InputReader reader, Input input) throws IOException {
    long published = again ? 0 : published(input.producer());
    var passed = new Passed(log.framing(), published);
    reader.moveAllTo(passed, published);
    if (passed.count() < published) {
      throw another(
          input,
          "has %s, and %s of it are in the store"
              .formatted(count(passed.count(), "message"), number(published)));
    }
    Message last = passed.last();
    if (last != null) {
      compare(last, input);
    }
  }

  /** A file may have been replaced by one that is as long, as programs do that write logs. */
  private void compare(Message last, Input input) throws IOException {
    long offset = log.lastOffset(input.producer()).orElseThrow();
    try (Cursor cursor = log.cursor(Start.offset(offset))) {
      Entry stored = cursor.next();
      if (stored == null || !stored.message().equals(last)) {
        throw another(
            input,
            "has another message %s than the store".formatted(number(published(input.producer()))));
      }
    } catch (OffsetOutOfRange | StoreDamaged e) {
      trouble.accept(
          "%s: whether it is the file that was fed could not be compared, its last message in the store is not there: %s"
              .formatted(input.name(), Reasons.of(e)));
    }
  }

  private static IOException another(Input input, String why) {
    return new IOException(
        "%s %s: it is not the file that was fed; --again feeds it from its beginning"
            .formatted(input.name(), why));
  }

  /** Says that the beginning of a message has been left at the end of an input. */
  void sayUnended(Input input, int bytes) {
    trouble.accept(
        "%s: its last message has no end yet: %s left for the next time"
            .formatted(input.name(), count(bytes, "byte")));
  }
}
