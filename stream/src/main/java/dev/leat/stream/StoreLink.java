package dev.leat.stream;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The store that a log is joined to: as its writer, or as one who follows what another process
 * writes.
 *
 * @param options how it is written; null if it is followed
 * @param state as it has been saved; null if it is followed
 */
record StoreLink(
    StoreDirectory directory, @Nullable StoreOptions options, @Nullable StoreState state) {
  /** A process that has just begun to write a store goes on in a file of its own. */
  private static final int FIRST = 1 << 20;

  static StoreLink following(StoreDirectory directory) {
    return new StoreLink(directory, null, null);
  }

  /**
   * How large a segment is at most, in bytes.
   *
   * @param largest what is so by the options
   */
  int largest(int largest) {
    // A writer's is larger by the name of a source, where that comes with a message as large as
    // any.
    return options == null ? largest + Appender.most(Origin.LONGEST_SOURCE) : largest;
  }

  /** How large the first segment is, in bytes, where one is so large at most. */
  int first(int largest) {
    return options == null ? largest : FIRST;
  }

  /**
   * What writes the store; null if it is followed.
   *
   * @param end bytes of the stream that are there
   */
  @Nullable LogWriter writer(LogCore log, ReentrantLock lock, Segments segments, long end) {
    return options == null || state == null
        ? null
        : new LogWriter(log, lock, segments, directory, options, state, end);
  }

  /** What follows the store; null if it is written. */
  @Nullable LogFollower follower(LogCore log, ReentrantLock lock, Segments segments, long epoch) {
    return options == null ? new LogFollower(log, lock, segments, directory, epoch) : null;
  }
}
