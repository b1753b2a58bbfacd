package dev.leat.services;

import dev.leat.framing.Framing;
import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import dev.leat.stream.Start;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is said, for those who are there. In the log a message is preceded by the number of who has
 * said it, who is the one that does not get it.
 */
final class SaidInMemory implements Said {
  private static final long OPERATOR = 0;
  private static final int TAG = Long.BYTES;

  private final Framing framing;
  private final MessageLog log;

  /**
   * @param framing of the connections
   * @param longest bytes of a message
   */
  SaidInMemory(Framing framing, int longest) {
    this.framing = framing;
    this.log =
        MessageLog.inMemory(
            Framing.varint(), LogOptions.standard().slow(Slow.SKIP).maxMessage(TAG + longest));
  }

  @Override
  public void add(@Nullable Member by, ByteBuffer message) throws IOException {
    // What cannot be sent must not fail at each member.
    framing.encode(
        message.duplicate(),
        ByteBuffer.allocate(Math.toIntExact(framing.frameBound(message.remaining()))));
    long number = by == null ? OPERATOR : by.number();
    log.append(ByteBuffer.allocate(TAG + message.remaining()).putLong(number).put(message).flip());
  }

  @Override
  public boolean keepsAll() {
    return false;
  }

  @Override
  public Listening join() throws IOException {
    return new InMemory(log.cursor(Start.latest()));
  }

  private record InMemory(Cursor cursor) implements Listening {
    @Override
    public @Nullable ByteBuffer heard(Entry entry, Member by) {
      ByteBuffer message = entry.message().buffer();
      return message.getLong() == by.number() ? null : message;
    }

    @Override
    public void close() {
      cursor.close();
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
