package dev.leat.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is in a store.
 *
 * @param framing in its text form
 * @param version of the format
 * @param epoch as long as it is the same, a message keeps its offset
 * @param sync how its last writer had it forced; null if that is not known
 * @param writing whether a writer has it at this moment
 * @param writer who has it or had it last: {@code process 4711}; empty if that is not known
 * @param closed whether its last writer closed it in order; while one has it, it did not
 * @param segments how many there are
 * @param earliest the oldest message kept
 * @param next the offset that the next message will have
 * @param dataBytes of its messages, with their framing
 * @param indexBytes of what lies beside them
 * @param sources that its messages came from, counted up to {@link #MOST_COUNTED}
 * @param producers that have numbered messages which it holds, counted as far
 * @param first when the oldest message kept was appended; null if there is none
 * @param last when the newest was
 */
public record StoreInfo(
    String framing,
    int version,
    long epoch,
    @Nullable Sync sync,
    boolean writing,
    String writer,
    boolean closed,
    int segments,
    long earliest,
    long next,
    long dataBytes,
    long indexBytes,
    int sources,
    int producers,
    @Nullable Instant first,
    @Nullable Instant last) {
  /** Whoever sends decides how many sources and producers there are: no more are told apart. */
  public static final int MOST_COUNTED = 100_000;

  /** How many messages it holds. */
  public long messages() {
    return next - earliest;
  }
}
