package dev.leat.stream;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the memory that the last segment has left for the next one. New memory has to be found and
 * cleared by the system, page by page, which takes longer than to write messages there. It is one
 * piece at most, and no more than the log has used before.
 */
final class SpareMemory {
  private final AtomicReference<@Nullable SegmentMemory> spare = new AtomicReference<>();

  /** The capacity of what is worth keeping; 0 if nothing is. */
  private final int worth;

  /** Nothing will be needed any more; set before the spare is taken away for the last time. */
  private volatile boolean closed;

  SpareMemory(int worth) {
    this.worth = worth;
  }

  /** Memory for a segment. After this there is no spare. */
  SegmentMemory take(int capacity) {
    SegmentMemory kept = spare.getAndSet(null);
    if (kept != null && kept.capacity() == capacity) {
      return kept;
    }
    close(kept);
    return new SegmentMemory(capacity);
  }

  /** Takes back what nobody reads any more. By any thread. */
  void give(SegmentMemory left) {
    if (left.capacity() != worth || closed || !spare.compareAndSet(null, left)) {
      left.close();
    } else if (closed) {
      close(spare.getAndSet(null));
    }
  }

  /** Gives all to the system, now and from now on. */
  void close() {
    closed = true;
    close(spare.getAndSet(null));
  }

  private static void close(@Nullable SegmentMemory memory) {
    if (memory != null) {
      memory.close();
    }
  }
}
