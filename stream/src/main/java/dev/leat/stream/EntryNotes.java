package dev.leat.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a segment's index notes of one message after the other. Used by a cursor's reader alone,
 * while the segment is pinned.
 */
final class EntryNotes {
  private @Nullable Segment segment;

  /** The entry that holds the message. */
  private int entry;

  private long millis;
  private Instant time = Instant.EPOCH;

  /**
   * Finds a message.
   *
   * @param number counted from the segment's first
   */
  void find(Segment in, int number) {
    SegmentIndex index = in.index();
    if (in != segment || index.number(entry) > number) {
      entry = index.atNumber(number);
      segment = in;
    } else if (isNext(index, number)) {
      entry++;
      if (isNext(index, number)) {
        entry = index.atNumber(number);
      }
    }
  }

  /** Whether the message is in the next entry, or one behind it. */
  private boolean isNext(SegmentIndex index, int number) {
    return entry + 1 < index.size() && index.number(entry + 1) <= number;
  }

  /** When it was appended, or up to 10 ms before. */
  Instant time() {
    long found = segment == null ? 0 : segment.index().time(entry);
    if (found != millis) {
      millis = found;
      time = Instant.ofEpochMilli(found);
    }
    return time;
  }

  /** Where it came from; null if that is not known. */
  @Nullable String source() {
    return segment == null ? null : segment.sources().name(segment.index().source(entry));
  }
}
