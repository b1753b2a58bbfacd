package dev.leat.stream;

import dev.leat.framing.Framing;

/** A message's place: its segment, where it begins there, and its offset. */
record Place(Segment segment, int position, long offset) {

  static Place beginning(Segment segment) {
    return new Place(segment, 0, segment.baseOffset());
  }

  /** Behind what can be read at this moment, whatever is shown meanwhile. */
  static Place end(Segment segment) {
    LogEnd end = segment.visibleEnd();
    return new Place(segment, (int) (end.position() - segment.basePosition()), end.offset());
  }

  /** A message that can be read. The segment is pinned by the caller. */
  static Place ofOffset(Framing framing, Segment segment, long offset) {
    int number = (int) (offset - segment.baseOffset());
    var walk = Walk.fromEntry(framing, segment, segment.index().atNumber(number));
    walk.toNumber(number);
    return new Place(segment, walk.position(), offset);
  }

  /**
   * The first message of this time or later in a segment that has one; the end of the segment if
   * that cannot be read yet. The segment is pinned by the caller.
   *
   * <p>The index notes a message once so many milliseconds have passed since the last noted, unless
   * it is exact. So the first noted one of this time or later is the first of all, unless the one
   * noted before it is so near to this time that others behind it may have come in time: then it
   * starts with that one.
   */
  static Place ofTime(Segment segment, long time) {
    Place end = end(segment); // before the index, lest what is shown meanwhile is left out
    SegmentIndex index = segment.index();
    int entry = index.sinceTime(time);
    if (entry > 0 && !index.isExact() && time - index.time(entry - 1) < SegmentIndex.EVERY_MILLIS) {
      entry--;
    }
    // The index may show a message a moment before it can be read.
    return entry < index.size() && segment.baseOffset() + index.number(entry) < end.offset()
        ? atEntry(segment, entry)
        : end;
  }

  private static Place atEntry(Segment segment, int entry) {
    SegmentIndex index = segment.index();
    return new Place(segment, index.position(entry), segment.baseOffset() + index.number(entry));
  }

  /**
   * The first message that begins at this position of the segment or behind it. The segment is
   * pinned by the caller.
   */
  static Place boundary(Framing framing, Segment segment, int position) {
    int entry = segment.index().atPosition(position);
    if (entry < 0) {
      return beginning(segment);
    }
    var walk = Walk.fromEntry(framing, segment, entry);
    walk.toPosition(position);
    return new Place(segment, walk.position(), segment.baseOffset() + walk.number());
  }

  /**
   * The message that holds the byte at this position of the segment; one before it where the disk
   * does not give what is mapped. The segment is pinned by the caller.
   */
  static long offsetAt(Framing framing, Segment segment, int position) {
    try {
      Place boundary = boundary(framing, segment, position);
      return boundary.position() == position ? boundary.offset() : boundary.offset() - 1;
    } catch (InternalError e) {
      int entry = segment.index().atPosition(position);
      return segment.baseOffset() + (entry < 0 ? 0 : segment.index().number(entry));
    }
  }
}
