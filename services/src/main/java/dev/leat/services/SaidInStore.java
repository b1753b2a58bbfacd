package dev.leat.services;

import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import dev.leat.stream.MessageLog;
import dev.leat.stream.OffsetOutOfRange;
import dev.leat.stream.Origin;
import dev.leat.stream.Start;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is said, in a stream of the members' framing that outlives the hub. Its sources tell who has
 * said what; a member does not get back what it has said since it joined.
 */
final class SaidInStore implements Said {
  private final MessageLog log;
  private final Hub.History history;

  /** Whether members hear each other. */
  private final boolean everyone;

  SaidInStore(MessageLog log, Hub.History history, boolean everyone) {
    this.log = log;
    this.history = history;
    this.everyone = everyone;
  }

  @Override
  public void add(@Nullable Member by, ByteBuffer message) throws IOException {
    log.append(message, Origin.of(by == null ? Hub.OPERATOR : source(by)));
  }

  /** Clients of a Unix-domain socket have no addresses of their own. */
  private static String source(Member member) {
    return member.peer().transport().isFile()
        ? member.peer() + "#" + member.number()
        : member.peer().toString();
  }

  @Override
  public boolean keepsAll() {
    return true;
  }

  @Override
  public Listening join() throws IOException {
    for (; ; ) {
      long joined = log.next();
      try {
        return new InStore(log.cursor(Start.offset(history.from(log))), joined, everyone);
      } catch (OffsetOutOfRange e) {
        if (e.offset() >= e.earliest()) {
          throw e;
        } // else retention has just dropped it
      }
    }
  }

  /**
   * @param joined the first message that came after the member
   */
  private record InStore(Cursor cursor, long joined, boolean everyone) implements Listening {
    @Override
    public @Nullable ByteBuffer heard(Entry entry, Member by) {
      boolean operators = Hub.OPERATOR.equals(entry.source());
      boolean own = entry.offset() >= joined && source(by).equals(entry.source());
      return operators || (everyone && !own) ? entry.message().buffer() : null;
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
