package dev.leat.stream;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a log, from the oldest kept to the active one, and the memory that they take.
 * Guarded by the log's lock, but for {@link #memory()}.
 */
final class Segments {
  /** The largest segment of any log, in bytes. */
  static final int LARGEST = 16 << 20;

  private static final int FIRST = 64 << 10;

  private final ArrayDeque<Segment> kept = new ArrayDeque<>();
  private final boolean indexEach;
  private final long retention;
  private final int limit;
  private final Runnable whenFreed;

  /**
   * Memory of segments not freed yet, kept or dropped. A segment is freed by whichever thread lets
   * go of it last.
   */
  private final AtomicLong memory = new AtomicLong();

  private long keptMemory;
  private Segment active;

  /**
   * @param whenFreed run after memory has been freed, by any thread
   */
  Segments(long retention, boolean indexEach, Runnable whenFreed) {
    this.retention = retention;
    this.indexEach = indexEach;
    this.whenFreed = whenFreed;
    this.limit = largest(retention);
    this.active = make(Math.min(FIRST, limit), 0, 0, 0);
  }

  /** The largest segment of a log with this retention, in bytes. */
  static int largest(long retention) {
    return (int) Math.min(LARGEST, retention / 4);
  }

  private Segment make(int capacity, long number, long basePosition, long baseOffset) {
    var segment =
        new Segment(number, basePosition, baseOffset, capacity, indexEach, () -> freed(capacity));
    memory.addAndGet(capacity);
    keptMemory += capacity;
    kept.add(segment);
    return segment;
  }

  private void freed(int capacity) {
    memory.addAndGet(-capacity);
    whenFreed.run();
  }

  Segment active() {
    return active;
  }

  /** The oldest segment kept; the active one if there is no other. */
  Segment oldest() {
    return kept.element();
  }

  Iterable<Segment> kept() {
    return kept;
  }

  /**
   * How large the next segment is to be: four times the last one, up to the limit, so that a log
   * that holds little takes little.
   */
  private int nextCapacity(int bytes) {
    return Math.max(bytes, (int) Math.min(limit, 4L * active.capacity()));
  }

  /** Whether a segment for so many bytes needs an older one to be dropped first. */
  boolean full(int bytes) {
    return keptMemory + nextCapacity(bytes) > retention;
  }

  /**
   * Whether dropped segments that readers are still in take so much that there is no memory for
   * another.
   */
  boolean heldUp(int bytes) {
    return memory.get() + nextCapacity(bytes) > 2 * retention;
  }

  /** Seals the active segment and starts another, which holds at least so many bytes. */
  void roll(int bytes) {
    Segment sealed = active;
    active =
        make(
            nextCapacity(bytes),
            sealed.number() + 1,
            sealed.endPosition(),
            sealed.baseOffset() + sealed.messages());
    sealed.seal(active);
  }

  /** Drops the oldest segment. */
  void dropOldest() {
    Segment oldest = kept.remove();
    keptMemory -= oldest.capacity();
    oldest.drop();
  }

  /** Drops them all: nothing is appended or opened any more. */
  void dropAll() {
    while (!kept.isEmpty()) {
      dropOldest();
    }
  }

  /** The segment that has this message, or null if it is no longer kept. */
  @Nullable Segment holding(long offset) {
    Segment found = null;
    for (Segment segment : kept) {
      if (segment.baseOffset() > offset) {
        break;
      }
      found = segment;
    }
    return found;
  }

  /** Bytes of memory held, kept and dropped but still read. */
  long memory() {
    return memory.get();
  }
}
