package dev.leat.stream;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * An entry that a follower has found and cannot take. As long as it changes it is being written;
 * but a writer needs no second for an entry, so one that stays as it is will never be right.
 */
final class Doubt {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

  private final byte[] entry = new byte[IndexEntry.BYTES];
  private int number = -1;
  private long since;

  /**
   * Whether it has stayed as it is for so long that it is damaged.
   *
   * @param place its number in the index
   * @param found the entry
   */
  boolean lasts(int place, ByteBuffer found) {
    long now = System.nanoTime();
    if (place == number && ByteBuffer.wrap(entry).equals(found)) {
      return now - since > PATIENCE_NANOS;
    }
    number = place;
    since = now;
    found.get(found.position(), entry);
    return false;
  }

  /** There is nothing to doubt. */
  void clear() {
    number = -1;
  }
}
