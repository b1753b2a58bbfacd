package dev.leat.stream;

import java.util.List;

/**
 * What was found in a store when it was opened.
 *
 * @param framing of the stream, in its text form
 * @param extents its segments, oldest first
 * @param newest base offset of the newest segment that must be there: one with messages if there is
 *     any; -1 if there is none
 * @param newestTime when its newest message was appended, in milliseconds since 1970
 * @param next offset that the next message will have
 * @param endPosition bytes of the stream before it
 * @param producers what they have sent
 */
record Recovered(
    String framing,
    long epoch,
    List<Extent> extents,
    long newest,
    long newestTime,
    long next,
    long endPosition,
    Producers producers) {

  /** Nothing was. */
  static Recovered nothing(String framing, long epoch, int producers) {
    return new Recovered(framing, epoch, List.of(), -1, 0, 0, 0, new Producers(producers));
  }
}
