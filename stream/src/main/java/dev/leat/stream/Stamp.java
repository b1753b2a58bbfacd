package dev.leat.stream;

/**
 * What is noted of messages beside where they lie.
 *
 * @param time of the append, in milliseconds since 1970
 * @param source number of its source in the segment's {@link Sources}; 0 if it has none
 * @param producer 0 if there is none
 * @param sequence the producer's number of the first message
 */
record Stamp(long time, int source, long producer, long sequence) {
  /** Of messages that have a time only. */
  static Stamp at(long time) {
    return new Stamp(time, 0, 0, 0);
  }

  /** That of the message so many behind the first. */
  Stamp after(int messages) {
    return producer == 0 ? this : new Stamp(time, source, producer, sequence + messages);
  }
}
