package dev.leat.stream;

import dev.leat.framing.Framing;
import dev.leat.stream.StartPoint.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The search for a cursor's start, in two steps: {@link #begin} finds the segment under the log's
 * lock, and {@link #finish} the place in it without, because that looks into memory that may have
 * to come from the disk.
 *
 * @param segment where the place is
 * @param known the place, if there is nothing to look for
 */
record PlaceSearch(Segment segment, @Nullable Place known, StartPoint point) {

  /** Finds the segment. Called under the log's lock. */
  static PlaceSearch begin(Start start, Segments segments) throws OffsetOutOfRange {
    StartPoint point = (StartPoint) start;
    Place end = Place.end(segments.active());
    return switch (point.kind()) {
      case EARLIEST -> at(Place.beginning(segments.oldest()));
      case LATEST -> at(end);
      case LAST ->
          end.offset() == segments.oldest().baseOffset()
              ? at(end)
              : ofOffset(end.offset() - 1, segments, end);
      case OFFSET -> ofOffset(point.at(), segments, end);
      case TIME -> {
        Segment segment = segments.since(point.at());
        yield segment == null ? at(end) : new PlaceSearch(segment, null, point);
      }
    };
  }

  private static PlaceSearch at(Place place) {
    return new PlaceSearch(place.segment(), place, new StartPoint(Kind.OFFSET, place.offset()));
  }

  private static PlaceSearch ofOffset(long offset, Segments segments, Place end)
      throws OffsetOutOfRange {
    if (offset == end.offset()) {
      return at(end);
    }
    Segment segment = offset > end.offset() ? null : segments.holding(offset);
    if (segment == null) {
      throw new OffsetOutOfRange(offset, segments.oldest().baseOffset(), end.offset());
    }
    return offset == segment.baseOffset()
        ? at(Place.beginning(segment))
        : new PlaceSearch(segment, null, new StartPoint(Kind.OFFSET, offset));
  }

  /** Finds the place in the segment, which the caller has pinned. */
  Place finish(Framing framing) {
    if (known != null) {
      return known;
    }
    return point.kind() == Kind.TIME
        ? Place.ofTime(segment, point.at())
        : Place.ofOffset(framing, segment, point.at());
  }
}
