package dev.leat.stream;

import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a log keeps and what it does with slow readers.
 *
 * @param retention bytes kept, at least 4 KiB, with the index of where messages begin; the oldest
 *     are dropped a segment at a time, so that between three quarters and all of it is used once it
 *     has filled. Dropped segments that a reader is still in may take as much again, so a log's
 *     memory is at most twice this
 * @param maxAge messages older than this are dropped, also a segment at a time, when one is
 *     appended or a cursor opened, but not while a cursor with {@link Slow#WAIT} needs them, nor,
 *     if that is the log's own policy, before anybody has subscribed; null keeps them
 * @param slow what happens to cursors that do not say otherwise
 * @param slowTimeout a cursor that has messages to read and makes no progress for so long is
 *     disconnected; null lets it stand
 * @param maxMessage the most bytes of one message; at most a segment, which is a quarter of the
 *     retention or 16 MiB
 * @param producers how many {@linkplain Origin producers} are known, at least 1; of more, the one
 *     that has been silent for longest is forgotten, so that it may begin with any number
 */
public record LogOptions(
    long retention,
    @Nullable Duration maxAge,
    Slow slow,
    @Nullable Duration slowTimeout,
    int maxMessage,
    int producers) {
  /** The default retention: 64 MiB. */
  public static final long DEFAULT_RETENTION = 64L << 20;

  /** How many producers are known by default: 10,000. */
  public static final int DEFAULT_PRODUCERS = 10_000;

  private static final long LEAST_RETENTION = 4 << 10;
  private static final LogOptions STANDARD =
      new LogOptions(
          DEFAULT_RETENTION,
          null,
          Slow.SKIP,
          Duration.ofSeconds(60),
          DecoderOptions.DEFAULT_MAX,
          DEFAULT_PRODUCERS);

  public LogOptions {
    if (retention < LEAST_RETENTION) {
      throw new IllegalArgumentException(
          "retention must be at least " + LEAST_RETENTION + " bytes, not " + retention);
    }
    if (maxAge != null && !maxAge.isPositive()) {
      throw new IllegalArgumentException("maxAge must be positive, not " + maxAge);
    }
    if (slowTimeout != null && !slowTimeout.isPositive()) {
      throw new IllegalArgumentException("slowTimeout must be positive, not " + slowTimeout);
    }
    if (maxMessage < 1) {
      throw new IllegalArgumentException("maxMessage must be at least 1 byte, not " + maxMessage);
    }
    if (producers < 1) {
      throw new IllegalArgumentException("producers must be at least 1, not " + producers);
    }
  }

  /**
   * For live sources: 64 MiB, no age limit, slow cursors skip, and those that stand still for a
   * minute are disconnected.
   */
  public static LogOptions standard() {
    return STANDARD;
  }

  /**
   * The most bytes that a message may have in a stream of this framing: {@link #maxMessage}, or
   * fewer where its frame would not be sure to fit in a segment.
   *
   * @throws IllegalArgumentException if the retention is too small for any message
   */
  public int largestMessage(Framing framing) {
    return Largest.of(this, framing, 0).message();
  }

  /** The same with another retention, in bytes. */
  public LogOptions retention(long bytes) {
    return new LogOptions(bytes, maxAge, slow, slowTimeout, maxMessage, producers);
  }

  /** The same with an age at which messages are dropped. */
  public LogOptions maxAge(@Nullable Duration age) {
    return new LogOptions(retention, age, slow, slowTimeout, maxMessage, producers);
  }

  /** The same with another policy for slow cursors. */
  public LogOptions slow(Slow policy) {
    return new LogOptions(retention, maxAge, policy, slowTimeout, maxMessage, producers);
  }

  /** The same with another time that a cursor may stand still. */
  public LogOptions slowTimeout(@Nullable Duration timeout) {
    return new LogOptions(retention, maxAge, slow, timeout, maxMessage, producers);
  }

  /** The same with another limit on one message, in bytes. */
  public LogOptions maxMessage(int bytes) {
    return new LogOptions(retention, maxAge, slow, slowTimeout, bytes, producers);
  }

  /** The same with another number of producers that are known. */
  public LogOptions producers(int most) {
    return new LogOptions(retention, maxAge, slow, slowTimeout, maxMessage, most);
  }
}
