package dev.leat.stream;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds where a message lies that its producer has sent again long after: looks through the indexes
 * of the segments that are kept, the newest first.
 */
final class RepeatSearch {
  /** What is answered for a message that is no longer kept. */
  private static final long GONE = -1;

  /** Makes a segment one that can be read, if it is kept. */
  interface Loader {
    void load(Segment cold) throws IOException;
  }

  private final Segments segments;
  private final ReentrantLock lock;
  private final Loader loader;

  /**
   * @param lock the log's, which guards the segments
   */
  RepeatSearch(Segments segments, ReentrantLock lock, Loader loader) {
    this.segments = segments;
    this.lock = lock;
    this.loader = loader;
  }

  /** The offset of a message that can be read; -1 if it is no longer kept. */
  long find(Origin origin) throws IOException {
    for (Segment segment : newestFirst()) {
      long found = findIn(segment, origin);
      if (found != GONE) {
        return found;
      }
    }
    return GONE;
  }

  private Deque<Segment> newestFirst() {
    var found = new ArrayDeque<Segment>();
    lock.lock();
    try {
      segments.kept().forEach(found::push);
    } finally {
      lock.unlock();
    }
    return found;
  }

  private long findIn(Segment segment, Origin origin) throws IOException {
    Segment here = segment.current();
    while (!here.pin()) {
      if (here.dropped()) {
        return GONE;
      }
      if (here.cold()) {
        loader.load(here);
      }
      here = here.current();
    }
    try {
      return findIn(here.index(), here, origin);
    } finally {
      here.unpin();
    }
  }

  private static long findIn(SegmentIndex index, Segment segment, Origin origin) {
    int until = segment.readable(); // before the entries: none of them is then thought too long
    for (int entry = index.size() - 1; entry >= 0; entry--) {
      int number = index.number(entry);
      long ahead = origin.sequence() - index.sequence(entry);
      if (index.producer(entry) == origin.producer() && ahead >= 0 && ahead < until - number) {
        return segment.baseOffset() + number + ahead;
      }
      until = Math.min(until, number);
    }
    return GONE;
  }
}
