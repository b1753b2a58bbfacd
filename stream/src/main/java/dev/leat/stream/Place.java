package dev.leat.stream;

import dev.leat.framing.Framing;

/** A message's place: its segment, where it begins there, and its offset. */
record Place(Segment segment, int position, long offset) {

  /**
   * Finds a start. Called under the log's lock. A place in a {@linkplain Segment#cold() cold}
   * segment is only where to look once it has been loaded.
   */
  static Place find(Start start, Segments segments, Framing framing) throws OffsetOutOfRange {
    StartPoint point = (StartPoint) start;
    Place end = end(segments.active());
    return switch (point.kind()) {
      case EARLIEST -> beginning(segments.oldest());
      case LATEST -> end;
      case LAST ->
          end.offset() == segments.oldest().baseOffset()
              ? end
              : atOffset(end.offset() - 1, segments, framing, end);
      case OFFSET -> atOffset(point.at(), segments, framing, end);
      case TIME -> atTime(point.at(), segments, end);
    };
  }

  private static Place beginning(Segment segment) {
    return new Place(segment, 0, segment.baseOffset());
  }

  /** Behind what can be read at this moment, whatever is shown meanwhile. */
  private static Place end(Segment active) {
    LogEnd end = active.visibleEnd();
    return new Place(active, (int) (end.position() - active.basePosition()), end.offset());
  }

  private static Place atOffset(long offset, Segments segments, Framing framing, Place end)
      throws OffsetOutOfRange {
    if (offset == end.offset()) {
      return end;
    }
    Segment segment = offset > end.offset() ? null : segments.holding(offset);
    if (segment == null) {
      throw new OffsetOutOfRange(offset, segments.oldest().baseOffset(), end.offset());
    }
    if (segment.cold()) {
      return beginning(segment);
    }
    int number = (int) (offset - segment.baseOffset());
    var walk = Walk.fromEntry(framing, segment, segment.index().atNumber(number));
    walk.toNumber(number);
    return new Place(segment, walk.position(), offset);
  }

  /**
   * The index notes a message once so many milliseconds have passed since the last noted, unless it
   * is exact. So the first noted one of this time or later is the first of all, unless the one
   * noted before it is so near to this time that others behind it may have come in time: then it
   * starts with that one.
   */
  private static Place atTime(long time, Segments segments, Place end) {
    Place found = end;
    Place before = null;
    long timeBefore = 0;
    for (Segment segment : segments.kept()) {
      if (segment.cold()) {
        if (segment.newestTime() < time) {
          continue;
        }
        return beginning(segment);
      }
      SegmentIndex index = segment.index();
      int entry = index.sinceTime(time);
      if (entry > 0 && !index.isExact()) {
        before = atEntry(segment, entry - 1);
        timeBefore = index.time(entry - 1);
      }
      if (entry < index.size()) {
        found = atEntry(segment, entry);
        break;
      }
    }
    if (before != null && time - timeBefore < SegmentIndex.EVERY_MILLIS) {
      found = before;
    }
    // The index may show a message a moment before it can be read.
    return found.offset() < end.offset() ? found : end;
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
      return new Place(segment, 0, segment.baseOffset());
    }
    var walk = Walk.fromEntry(framing, segment, entry);
    walk.toPosition(position);
    return new Place(segment, walk.position(), segment.baseOffset() + walk.number());
  }

  /**
   * The message that holds the byte at this position of the segment. The segment is pinned by the
   * caller.
   */
  static long offsetAt(Framing framing, Segment segment, int position) {
    Place boundary = boundary(framing, segment, position);
    return boundary.position() == position ? boundary.offset() : boundary.offset() - 1;
  }
}
