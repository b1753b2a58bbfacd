package dev.leat.stream;

import java.util.ArrayDeque;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a log, from the oldest kept to the active one, and the memory that they take.
 * Guarded by the log's lock.
 */
final class Segments {
  /** How large the first segment of a log in memory is, in bytes. */
  static final int FIRST = 64 << 10;

  /** The most that a stored log keeps in memory without counting what it could. */
  private static final long MOST_IN_MEMORY = 4L * Largest.SEGMENT;

  /** By their numbers, which follow each other. */
  private final TreeMap<Long, Segment> kept = new TreeMap<>();

  /** Those that readers may still be in, oldest first. */
  private final ArrayDeque<Segment> dropped = new ArrayDeque<>();

  private final boolean indexEach;
  private final long retention;
  private final int limit;
  private final int first;
  private final int storedHeader;
  private final IntSupplier beside;
  private final SpareMemory spare;
  private final Runnable whenFreed;

  /** Whether messages have origins, which the index is to know. */
  private boolean exact;

  /** Of those kept: what they count for, and the memory that they take. */
  private long keptBytes;

  private long keptMemory;
  private Segment active;

  /** The oldest of {@link #kept}, for readers, who have no lock; null if none is kept any more. */
  private volatile @Nullable Segment oldest;

  /**
   * Those that are there, and one that is appended to.
   *
   * @param limit the largest that one may be, in bytes
   * @param first how large the first is that is appended to, in bytes
   * @param indexEach whether the index has every message
   * @param storedHeader bytes that an index file has before its entries; 0 if there is none
   * @param beside how many bytes a new one has on disk beside its messages and its index
   * @param whenFreed run after memory has been freed, by whichever thread let go of it last
   */
  Segments(
      long retention,
      int limit,
      int first,
      boolean indexEach,
      int storedHeader,
      Recovered recovered,
      IntSupplier beside,
      Runnable whenFreed) {
    this.retention = retention;
    this.limit = limit;
    this.first = Math.min(first, limit);
    this.indexEach = indexEach;
    this.storedHeader = storedHeader;
    this.exact = storedHeader > 0;
    this.beside = beside;
    this.spare = new SpareMemory(storedHeader == 0 ? 0 : limit);
    this.whenFreed = whenFreed;
    Segment before = null;
    for (Extent extent : recovered.extents()) {
      Segment segment = Segment.cold(kept.size(), extent, whenFreed);
      add(segment);
      if (before != null) {
        before.seal(segment);
      }
      before = segment;
    }
    this.active = make(this.first, kept.size(), recovered.endPosition(), recovered.next());
    if (before != null) {
      before.seal(active);
      active.follow(before.newestTime());
    }
  }

  private Segment make(int capacity, long number, long basePosition, long baseOffset) {
    var segment =
        new Segment(
            number,
            basePosition,
            baseOffset,
            spare.take(capacity),
            indexEach,
            exact,
            storedHeader,
            spare::give,
            whenFreed);
    add(segment);
    return segment;
  }

  private void add(Segment segment) {
    keptBytes += segment.size();
    keptMemory += segment.memory();
    kept.put(segment.number(), segment);
    oldest = oldest();
  }

  Segment active() {
    return active;
  }

  /**
   * Whether the active segment has room for such a frame.
   *
   * @param origin whether it has one that the index must tell: then only one that can is right
   */
  boolean hasRoom(int frame, boolean origin) {
    exact |= origin;
    return active.hasRoom(frame)
        && active.sources().size() < Sources.MOST
        && (!origin || active.index().isExact());
  }

  /** The oldest segment kept; the active one if there is no other. */
  Segment oldest() {
    return kept.firstEntry().getValue();
  }

  /**
   * Pins the oldest segment kept, unless it is {@linkplain Segment#cold() cold}; null if none is
   * kept. Needs no lock.
   */
  @Nullable Segment pinOldest() {
    // Another that cannot be pinned has just been dropped, and there is one in its place.
    Segment found = oldest;
    while (found != null && !found.cold() && !found.pin()) {
      found = oldest;
    }
    return found;
  }

  Iterable<Segment> kept() {
    return kept.values();
  }

  /**
   * How large the next segment is to be: four times the last one, up to the limit, so that a log
   * that holds little takes little.
   */
  private int capacityFor(int frame) {
    return Math.max(
        frame + Segment.overhead(exact, storedHeader), (int) Math.min(limit, 4L * active.memory()));
  }

  /** Whether a segment for such a frame needs an older one to be dropped first. */
  boolean full(int frame) {
    // What is beside must not take so much that no message could stay.
    long more = Math.min(beside.getAsInt(), limit);
    return keptBytes + more + capacityFor(frame) > retention;
  }

  /**
   * Whether dropped segments that readers are still in take so much that there is no memory for
   * another.
   */
  boolean heldUp(int frame) {
    return lacking(capacityFor(frame)) > 0;
  }

  /** What a segment of this capacity would take beyond twice what the log may keep in memory. */
  private long lacking(int capacity) {
    return memory()
        + capacity
        - 2 * (storedHeader == 0 ? retention : Math.min(retention, MOST_IN_MEMORY));
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
        lacking -= segment.memory();
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
    if (lacking(first) > 0) {
      return false;
    }
    rollTo(first);
    return true;
  }

  /** Seals the active segment, and starts another, of any size, where somebody else says. */
  void rollTo(long baseOffset, long basePosition) {
    roll(limit, baseOffset, basePosition);
  }

  private void rollTo(int capacity) {
    roll(capacity, active.nextOffset(), active.endPosition());
  }

  private void roll(int capacity, long baseOffset, long basePosition) {
    Segment sealed = active;
    active = make(capacity, sealed.number() + 1, basePosition, baseOffset);
    active.follow(sealed.newestTime());
    sealed.seal(active);
  }

  /** Drops the oldest segment. */
  void dropOldest() {
    Segment dropping = kept.pollFirstEntry().getValue();
    keptBytes -= dropping.size();
    keptMemory -= dropping.memory();
    oldest = kept.isEmpty() ? null : oldest();
    dropping.drop();
    noteIfHeld(dropping);
  }

  private void noteIfHeld(Segment segment) {
    if (segment.memory() > 0 && !segment.freed()) {
      dropped.add(segment);
    }
  }

  /** Has another one read in place of this, if it is still kept. */
  boolean replace(Segment segment, Segment other) {
    if (segment.dropped()) {
      return false;
    }
    kept.put(segment.number(), other);
    keptBytes += other.size() - segment.size();
    keptMemory += other.memory() - segment.memory();
    segment.replace(other);
    oldest = oldest();
    noteIfHeld(segment);
    return true;
  }

  /** Drops them all: nothing is appended or opened any more. */
  void dropAll() {
    while (!kept.isEmpty()) {
      dropOldest();
    }
    spare.close();
  }

  /** The segment that has this message, or null if it is no longer kept. */
  @Nullable Segment holding(long offset) {
    return kept.get(firstNot(segment -> segment.baseOffset() <= offset) - 1);
  }

  /**
   * The oldest segment that has a message of this time or later, or will have one when it can be
   * read; null if none has.
   */
  @Nullable Segment since(long time) {
    return kept.get(firstNot(segment -> segment.newestTime() < time));
  }

  /**
   * The number of the first segment for which it is not so, where it is so for those before it
   * alone; behind the last if there is none.
   */
  private long firstNot(Predicate<Segment> condition) {
    long low = kept.firstKey();
    long high = active.number() + 1;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (condition.test(kept.get(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Bytes of memory held, kept and dropped but still read. */
  long memory() {
    dropped.removeIf(Segment::freed);
    long held = keptMemory;
    for (Segment segment : dropped) {
      held += segment.memory();
    }
    return held;
  }
}
