package dev.leat.cli.replay;

import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Failure;
import dev.leat.cli.shell.StreamPlace;
import dev.leat.cli.shell.UsageError;
import dev.leat.stream.LogCounts;
import dev.leat.stream.MessageLog;
import dev.leat.stream.StoreDamaged;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a store are wanted.
 *
 * @param from the first; null for the oldest
 * @param to behind the last; null for all there are
 */
public record Excerpt(@Nullable StreamPlace from, @Nullable StreamPlace to) {

  /**
   * The same in one store.
   *
   * @param first offset of the first message
   * @param end behind the last; {@link Long#MAX_VALUE} where that is not known, because the store
   *     is being written
   * @param until where the end is not known, and a time is what ends it: messages of this time or
   *     later are not wanted; else null
   */
  record Bounds(long first, long end, @Nullable Instant until) {
    boolean open() {
      return end == Long.MAX_VALUE;
    }
  }

  /**
   * Finds it.
   *
   * @param written whether the store is being written, so that more may come
   * @throws Failure if there is nothing
   */
  Bounds in(MessageLog store, Path path, boolean written) throws IOException, Failure {
    LogCounts counts = store.counts();
    StoreDamaged damage = store.damage();
    if (to == null && damage != null) {
      throw new Failure(
          damage.getMessage()
              + (damage.offset() > counts.earliest()
                  ? "; --to " + damage.offset() + " replays what is before it"
                  : ""));
    }
    long first = from == null ? counts.earliest() : from.offset(store);
    check(first, counts, path);
    Instant until = to == null ? null : to.time(store);
    long end = to == null ? Long.MAX_VALUE : to.offset(store);
    if (until != null && end == store.next() && written) {
      end = Long.MAX_VALUE; // it may still come
    } else {
      until = null;
    }
    if (!written) {
      end = Math.min(end, counts.next());
    }
    if (end <= first) {
      if (to == null && counts.next() == counts.earliest()) {
        throw new Failure(path + " holds no message");
      }
      throw new Failure(
          "nothing to replay: %s holds no message from %s to %s"
              .formatted(path, offset(from, first), offset(to, end)));
    }
    return new Bounds(first, end, until);
  }

  private static String offset(@Nullable StreamPlace place, long offset) {
    return place instanceof StreamPlace.AtTime time
        ? time.time() + " (offset " + offset + ")"
        : Long.toString(offset);
  }

  private static void check(long first, LogCounts counts, Path path) {
    if (first < counts.earliest()) {
      throw new UsageError(
          "--from %d: the oldest message that %s still holds is %d"
              .formatted(first, path, counts.earliest()));
    }
    if (first > counts.next()) {
      throw new UsageError(
          "--from %d: %s holds %s, and the next is %d"
              .formatted(
                  first,
                  path,
                  Amounts.count(counts.next() - counts.earliest(), "message"),
                  counts.next()));
    }
  }
}
