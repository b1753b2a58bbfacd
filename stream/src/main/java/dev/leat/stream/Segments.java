package dev.leat.stream;

import java.util.ArrayDeque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a log, from the oldest kept to the active one, and the memory that they take.
 * Guarded by the log's lock.
 */
final class Segments {
  /** The largest segment of any log, in bytes. */
  static final int LARGEST = 16 << 20;

  private static final int FIRST = 64 << 10;

  private final ArrayDeque<Segment> kept = new ArrayDeque<>();

  /** Those that readers may still be in, oldest first. */
  private final ArrayDeque<Segment> dropped = new ArrayDeque<>();

  private final boolean indexEach;
  private final long retention;
  private final int limit;
  private final Runnable whenFreed;
  private long keptMemory;
  private Segment active;

  /** The oldest of {@link #kept}, for readers, who have no lock; null if none is kept any more. */
  private volatile @Nullable Segment oldest;

  /**
   * @param whenFreed run after memory has been freed, by whichever thread let go of it last
   */
  Segments(long retention, boolean indexEach, Runnable whenFreed) {
    this.retention = retention;
    this.indexEach = indexEach;
    this.whenFreed = whenFreed;
    this.limit = largest(retention);
    this.active = make(first(), 0, 0, 0);
  }

  /** The largest segment of a log with this retention, in bytes. */
  private static int largest(long retention) {
    return (int) Math.min(LARGEST, retention / 4);
  }

  /** The largest frame that fits in a segment of a log with this retention, in bytes. */
  static int largestFrame(long retention) {
    return largest(retention) - Segment.OVERHEAD;
  }

  private Segment make(int capacity, long number, long basePosition, long baseOffset) {
    var segment = new Segment(number, basePosition, baseOffset, capacity, indexEach, whenFreed);
    keptMemory += capacity;
    kept.add(segment);
    oldest = kept.element();
    return segment;
  }

  Segment active() {
    return active;
  }

  /** The oldest segment kept; the active one if there is no other. */
  Segment oldest() {
    return kept.element();
  }

  /** Pins the oldest segment kept; null if none is. Needs no lock. */
  @Nullable Segment pinOldest() {
    // One that cannot be pinned has just been dropped, and there is another in its place.
    Segment found = oldest;
    while (found != null && !found.pin()) {
      found = oldest;
    }
    return found;
  }

  Iterable<Segment> kept() {
    return kept;
  }

  private int first() {
    return Math.min(FIRST, limit);
  }

  /**
   * How large the next segment is to be: four times the last one, up to the limit, so that a log
   * that holds little takes little.
   */
  private int capacityFor(int frame) {
    return Math.max(frame + Segment.OVERHEAD, (int) Math.min(limit, 4L * active.capacity()));
  }

  /** Whether a segment for such a frame needs an older one to be dropped first. */
  boolean full(int frame) {
    return keptMemory + capacityFor(frame) > retention;
  }

  /**
   * Whether dropped segments that readers are still in take so much that there is no memory for
   * another.
   */
  boolean heldUp(int frame) {
    return lacking(capacityFor(frame)) > 0;
  }

  /** What a segment of this capacity would take beyond twice the retention. */
  private long lacking(int capacity) {
    return memory() + capacity - 2 * retention;
  }

  /**
   * Has the oldest dropped segments let go of, as many as it takes for a segment for such a frame.
   *
   * @param letGo answers whether the readers of a segment will leave it
   */
  void letGo(int frame, Predicate<Segment> letGo) {
    long lacking = lacking(capacityFor(frame));
    for (Segment segment : dropped) {
      if (lacking <= 0) {
        return;
      }
      if (letGo.test(segment)) {
        lacking -= segment.capacity();
      }
    }
  }

  /** Seals the active segment and starts another, which has room for such a frame. */
  void roll(int frame) {
    rollTo(capacityFor(frame));
  }

  /**
   * Seals the active segment, which is to be dropped though it may not be full, and starts a small
   * one; false if there is no memory for it.
   */
  boolean rollAged() {
    if (lacking(first()) > 0) {
      return false;
    }
    rollTo(first());
    return true;
  }

  private void rollTo(int capacity) {
    Segment sealed = active;
    active =
        make(
            capacity,
            sealed.number() + 1,
            sealed.endPosition(),
            sealed.baseOffset() + sealed.messages());
    sealed.seal(active);
  }

  /** Drops the oldest segment. */
  void dropOldest() {
    Segment dropping = kept.remove();
    keptMemory -= dropping.capacity();
    oldest = kept.peek();
    dropping.drop();
    if (!dropping.freed()) {
      dropped.add(dropping);
    }
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
    dropped.removeIf(Segment::freed);
    long held = keptMemory;
    for (Segment segment : dropped) {
      held += segment.capacity();
    }
    return held;
  }
}
