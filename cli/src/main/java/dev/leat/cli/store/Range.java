package dev.leat.cli.store;

import dev.leat.cli.shell.StreamPlace;
import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Start;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a stream.
 *
 * @param from the first
 * @param to behind the last; {@link Long#MAX_VALUE} if there is no last
 */
record Range(long from, long to) {

  /**
   * What is between two places.
   *
   * @param from null for the oldest message
   * @param to null for no end
   * @param open whether a time that has not come yet may still come
   */
  static Range of(
      MessageLog log, @Nullable StreamPlace from, @Nullable StreamPlace to, boolean open)
      throws IOException {
    long first = from == null ? log.counts().earliest() : offset(log, from);
    if (to == null) {
      return new Range(first, Long.MAX_VALUE);
    }
    long end = offset(log, to);
    boolean offset = to instanceof StreamPlace.AtOffset;
    return new Range(first, open && !offset && end == log.next() ? Long.MAX_VALUE : end);
  }

  /** The first message of this place; that of a time is found by the time of each. */
  private static long offset(MessageLog log, StreamPlace place) throws IOException {
    Instant time = place.time(log);
    if (time == null) {
      return place.offset(log);
    }
    try (Cursor cursor = log.cursor(Start.time(time))) {
      cursor.endHere();
      for (Entry entry; (entry = cursor.next()) != null; ) {
        if (!entry.time().isBefore(time)) {
          return entry.offset();
        }
      }
      return cursor.counts().offset();
    }
  }

  /** How many they are. */
  long length() {
    return to == Long.MAX_VALUE ? to : Math.max(0, to - from);
  }
}
