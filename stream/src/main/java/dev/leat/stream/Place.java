package dev.leat.stream;

import dev.leat.framing.Framing;

/** A message's place: its segment, where it begins there, and its offset. */
record Place(Segment segment, int position, long offset) {

  /**
   * Finds a start. Called under the log's lock. A place in a {@linkplain Segment#cold() cold}
   * segment is only where to look once it has been loaded.
   */
  static Place find(Start start, Segments segments, Framing framing, long next)
      throws OffsetOutOfRange {
    StartPoint point = (StartPoint) start;
    return switch (point.kind()) {
      case EARLIEST -> beginning(segments.oldest());
      case LATEST -> end(segments, next);
      case LAST ->
          next == segments.oldest().baseOffset()
              ? end(segments, next)
              : atOffset(next - 1, segments, framing, next);
      case OFFSET -> atOffset(point.at(), segments, framing, next);
      case TIME -> atTime(point.at(), segments, next);
    };
  }

  private static Place beginning(Segment segment) {
    return new Place(segment, 0, segment.baseOffset());
  }

  private static Place end(Segments segments, long next) {
    Segment active = segments.active();
    return new Place(active, active.end(), next);
  }

  private static Place atOffset(long offset, Segments segments, Framing framing, long next)
      throws OffsetOutOfRange {
    if (offset == next) {
      return end(segments, next);
    }
    Segment segment = offset > next ? null : segments.holding(offset);
    if (segment == null) {
      throw new OffsetOutOfRange(offset, segments.oldest().baseOffset(), next);
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
  private static Place atTime(long time, Segments segments, long next) {
    Place found = end(segments, next);
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
    return before != null && time - timeBefore < SegmentIndex.EVERY_MILLIS ? before : found;
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
