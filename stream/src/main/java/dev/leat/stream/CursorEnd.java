package dev.leat.stream;

import dev.leat.framing.Framing;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a cursor ends before its stream does: after so many messages, or at a place in the stream.
 * Used by the cursor's reader, but for that place, which any thread may set, once.
 */
final class CursorEnd {
  private @Nullable MessageLimit limit;
  private final AtomicReference<@Nullable LogEnd> last = new AtomicReference<>();

  /** After so many messages from here on. */
  void limit(Framing framing, long messages, Footing footing) {
    limit = new MessageLimit(framing, messages, footing.segment(), footing.place());
  }

  /** There; false if a place was set before. */
  boolean set(LogEnd end) {
    return last.compareAndSet(null, end);
  }

  /** The place, if one was set. */
  @Nullable LogEnd place() {
    return last.get();
  }

  /** The first of the place and this one. */
  LogEnd orBefore(LogEnd other) {
    LogEnd end = last.get();
    return end != null && end.position() < other.position() ? end : other;
  }

  /** Whether this position of the stream is at the place or behind it. */
  boolean isAtPlace(long position) {
    LogEnd end = last.get();
    return end != null && position >= end.position();
  }

  /**
   * Where in the segment the messages end that the limit allows, as far ahead as one write goes.
   */
  int allowedIn(Segment segment, int position) {
    return limit == null ? Integer.MAX_VALUE : limit.endIn(segment, position);
  }

  /** This end in the segment, or the place if that is before it. */
  int upToPlace(Segment segment, int end) {
    LogEnd until = last.get();
    return until == null ? end : (int) Math.min(end, until.position() - segment.basePosition());
  }

  /** Whether a cursor that stands here has read all that is for it. */
  boolean isReached(Footing footing) {
    return isAtPlace(footing.position())
        || (limit != null && limit.reached(footing.segment(), footing.place()));
  }

  /** The cursor reads its segment in another place now. */
  void moveOver(Segment segment) {
    if (limit != null) {
      limit.moveOver(segment);
    }
  }

  /** The cursor goes on in another segment and leaves out messages that the limit had counted. */
  void jump(Place from, Segment to) {
    if (limit != null) {
      limit.jump(from, to);
    }
  }
}
