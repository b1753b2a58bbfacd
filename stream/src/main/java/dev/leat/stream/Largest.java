package dev.leat.stream;

import dev.leat.framing.Framing;

/**
 * The largest that a log takes, in bytes.
 *
 * @param segment memory or files of a segment
 * @param frame of a message as it lies in the log
 * @param message whose frame is sure to fit
 */
record Largest(int segment, int frame, int message) {
  /** The largest segment of any log. */
  static final int SEGMENT = 16 << 20;

  /**
   * @param storedHeader bytes that an index file has before its entries; 0 if there is none
   * @throws IllegalArgumentException if there is no room for any message in this framing
   */
  static Largest of(LogOptions options, Framing framing, int storedHeader) {
    int segment = (int) Math.min(SEGMENT, options.retention() / 4);
    int frame = segment - Segment.overhead(false, storedHeader);
    int low = 0;
    int high = Math.min(frame, options.maxMessage());
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (framing.frameBound(middle) <= frame) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (low <= 0) {
      throw new IllegalArgumentException(
          "a retention of %d bytes has no room for a message framed as %s"
              .formatted(options.retention(), framing));
    }
    return new Largest(segment, frame, low);
  }
}
