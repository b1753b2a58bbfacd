package dev.leat.cli.replay;

import dev.leat.net.Connection;
import dev.leat.stream.Cursor;
import dev.leat.stream.MessageLog;
import dev.leat.stream.OffsetOutOfRange;
import dev.leat.stream.Slow;
import dev.leat.stream.Start;
import java.io.IOException;
import java.util.function.Consumer;

/** Sends a store's messages to one peer, as they lie there. Used by one thread. */
final class Playback {
  private final MessageLog store;
  private final Connection connection;
  private long missed;

  Playback(MessageLog store, Connection connection) {
    this.store = store;
    this.connection = connection;
  }

  /** From now on what the peer says is thrown away, and that it leaves is noticed. */
  void begin() throws IOException {
    connection.subscribe(store.cursor(Start.latest()).limit(0));
  }

  /**
   * Sends these messages.
   *
   * @param from the first
   * @param to behind the last; {@link Long#MAX_VALUE} for all that come
   * @param unbounded told of the cursor that has no end then
   * @return behind the last that was sent
   */
  long play(long from, long to, Consumer<Cursor> unbounded) throws IOException {
    Cursor cursor;
    try {
      cursor = store.cursor(Start.offset(from), Slow.SKIP);
    } catch (OffsetOutOfRange e) {
      missed += e.earliest() - from; // retention has been faster
      return Math.max(from, Math.min(e.earliest(), to));
    }
    if (to == Long.MAX_VALUE) {
      unbounded.accept(cursor);
    } else if (to == store.next() && !store.written() && store.damage() == null) {
      cursor.endHere(); // without counting messages on the way
    } else {
      cursor.limit(to - from);
    }
    connection.subscribe(cursor);
    missed += cursor.counts().skipped();
    return cursor.counts().offset();
  }

  /** Messages that were no longer there, since last asked. */
  long missed() {
    long count = missed;
    missed = 0;
    return count;
  }
}
