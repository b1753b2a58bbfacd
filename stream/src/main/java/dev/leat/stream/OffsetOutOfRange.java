package dev.leat.stream;

import java.io.IOException;

/** A cursor was to start at a message that is no longer kept, or that has not come yet. */
public final class OffsetOutOfRange extends IOException {
  private static final long serialVersionUID = 1;
  private final long offset;
  private final long earliest;
  private final long next;

  OffsetOutOfRange(long offset, long earliest, long next) {
    super(
        "offset %d is not in the stream: %s, the next is %d"
            .formatted(
                offset,
                earliest == next ? "it is empty" : "it keeps " + earliest + " to " + (next - 1),
                next));
    this.offset = offset;
    this.earliest = earliest;
    this.next = next;
  }

  /** The offset that was asked for. */
  public long offset() {
    return offset;
  }

  /** The oldest offset kept. */
  public long earliest() {
    return earliest;
  }

  /** The offset that the next message will have. */
  public long next() {
    return next;
  }
}
