package dev.leat.stream;

import dev.leat.framing.Framing;

/** A message's place: its segment, where it begins there, and its offset. */
record Place(Segment segment, int position, long offset) {

  /** Finds a start. Called under the log's lock. */
  static Place find(Start start, Segments segments, Framing framing, long next)
      throws OffsetOutOfRange {
    return switch (start) {
      case Start.Place.EARLIEST -> new Place(segments.oldest(), 0, segments.oldest().baseOffset());
      case Start.Place.LATEST -> end(segments, next);
      case Start.Place.LAST ->
          next == segments.oldest().baseOffset()
              ? end(segments, next)
              : atOffset(next - 1, segments, framing, next);
      case Start.At(long offset) -> atOffset(offset, segments, framing, next);
      case Start.Since(var time) -> atTime(time.toEpochMilli(), segments, next);
    };
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
    int number = (int) (offset - segment.baseOffset());
    var walk = Walk.fromEntry(framing, segment, segment.index().atNumber(number));
    walk.toNumber(number);
    return new Place(segment, walk.position(), offset);
  }

  /** The index notes a message at least every few milliseconds, so its entries are near enough. */
  private static Place atTime(long time, Segments segments, long next) {
    for (Segment segment : segments.kept()) {
      SegmentIndex index = segment.index();
      int entry = index.sinceTime(time);
      if (entry < index.size()) {
        return new Place(
            segment, index.position(entry), segment.baseOffset() + index.number(entry));
      }
    }
    return end(segments, next);
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
