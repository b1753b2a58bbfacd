package dev.leat.stream;

import dev.leat.framing.Framing;

/**
 * Ends a cursor after so many messages, by walking ahead of it. Used by the cursor's reader alone.
 */
final class MessageLimit {
  private final Framing framing;
  private Segment segment;
  private Walk walk;

  /** Messages that the walk has not yet gone past. */
  private long left;

  /**
   * @param position where the cursor starts in the segment, which is where a message begins
   */
  MessageLimit(Framing framing, long messages, Segment segment, int position) {
    if (messages < 0) {
      throw new IllegalArgumentException("a limit of messages cannot be negative: " + messages);
    }
    this.framing = framing;
    this.left = messages;
    this.segment = segment;
    Place start = Place.boundary(framing, segment, position);
    this.walk = new Walk(framing, segment, position, (int) (start.offset() - segment.baseOffset()));
  }

  /** Where the messages end that may be read in this segment, as far ahead as one write goes. */
  int endIn(Segment current, int position) {
    if (current != segment) {
      segment = current;
      walk = new Walk(framing, current, 0, 0);
    }
    while (left > 0 && walk.position() - position < Cursor.LARGEST_WRITE && walk.step()) {
      left--;
    }
    return walk.position();
  }

  /**
   * Whether the cursor, at this position of the segment last asked for, has read all that it may.
   */
  boolean reached(Segment current, int position) {
    return left == 0 && current == segment && walk.position() <= position;
  }

  /** The cursor reads the segment last asked for in another place. */
  void moveOver(Segment current) {
    if (current.number() == segment.number()) {
      walk = new Walk(framing, current, walk.position(), walk.number());
      segment = current;
    }
  }

  /** The cursor goes on in another segment and leaves out what the walk had gone past already. */
  void jump(Place from, Segment to) {
    if (from.segment() == segment) {
      left += walk.number() - (from.offset() - segment.baseOffset());
    }
    segment = to;
    walk = new Walk(framing, to, 0, 0);
  }
}
