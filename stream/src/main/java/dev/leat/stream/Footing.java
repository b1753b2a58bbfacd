package dev.leat.stream;

import java.nio.ByteBuffer;

/**
 * Where a cursor stands: in a segment, which it pins, at a position. Moved by the cursor's reader
 * alone; others may look.
 */
final class Footing {
  private final LogCore log;
  private volatile Segment segment;
  private ByteBuffer view;

  /** In bytes from the start of the stream. */
  private volatile long position;

  /** The offset where it stood when it let go; -1 before. */
  private volatile long lastOffset = -1;

  /**
   * @param place whose segment has been pinned for it
   */
  Footing(LogCore log, Place place) {
    this.log = log;
    this.segment = place.segment();
    this.view = segment.view();
    this.position = segment.basePosition() + place.position();
  }

  Segment segment() {
    return segment;
  }

  long position() {
    return position;
  }

  /** The position within the segment. */
  int place() {
    return (int) (position - segment.basePosition());
  }

  /** The segment's bytes from here up to this place in it. The reader's own. */
  ByteBuffer upTo(int end) {
    return view.limit(end).position(place());
  }

  void moveTo(long target) {
    long from = position;
    position = target;
    log.moved(from, target);
  }

  /** Moves to the beginning of another segment, which has been pinned, and lets go of this one. */
  void enter(Segment pinned) {
    Segment left = segment;
    segment = pinned;
    view = pinned.view();
    moveTo(pinned.basePosition());
    left.unpin();
  }

  /**
   * Moves over to where the segment is read now, if it has been replaced; false if there is nothing
   * to do, or it cannot be done yet.
   */
  boolean moveOver() {
    Segment here = segment;
    Segment current = here.current();
    if (current == here || !current.pin()) {
      return false;
    }
    view = current.view();
    segment = current;
    here.unpin();
    return true;
  }

  /** Lets go of the segment; called once, when nobody reads. */
  void leave() {
    try {
      lastOffset = Place.offsetAt(log.framing(), segment, place());
    } finally {
      segment.unpin();
    }
  }

  /** The message that it is in or will read next, or was when it let go. Any thread may ask. */
  long offset() {
    for (; ; ) {
      Segment here = segment;
      if (here.pinIfAlive()) {
        try {
          long at = Math.clamp(position, here.basePosition(), here.endPosition());
          return Place.offsetAt(log.framing(), here, (int) (at - here.basePosition()));
        } finally {
          here.unpin();
        }
      }
      if (lastOffset >= 0) {
        return lastOffset;
      }
      // Else it has just left the segment for another.
    }
  }
}
