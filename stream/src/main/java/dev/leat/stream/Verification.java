package dev.leat.stream;

import java.util.List;

/**
 * What a look at all of a store has found.
 *
 * @param segments that were read
 * @param earliest the oldest message
 * @param next behind the newest message
 * @param bytes of messages that are as they were written
 * @param unacknowledged bytes behind the last message that its index does not speak of: a writer
 *     was killed before it had acknowledged them, or has not done so yet. The next to open the
 *     store cuts them off
 * @param damage each segment that is not as it was written, with the first place in it where it is
 *     not, or of which something is missing; empty if the store is whole
 */
public record Verification(
    int segments,
    long earliest,
    long next,
    long bytes,
    long unacknowledged,
    List<StoreDamaged> damage) {

  public Verification {
    damage = List.copyOf(damage);
  }

  /** Whether everything is as it was written. */
  public boolean whole() {
    return damage.isEmpty();
  }
}
