package dev.leat.net;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has gone through a connection so far, at one moment.
 *
 * @param messagesIn messages received
 * @param messagesOut messages sent; those of a subscription are added when it ends
 * @param bytesIn bytes received, with their framing
 * @param bytesOut bytes sent, with their framing
 * @param dropped messages that came and were lost, because they were too long or partial and the
 *     options say so
 * @param since when the connection came about
 */
public record Counters(
    long messagesIn, long messagesOut, long bytesIn, long bytesOut, long dropped, Instant since) {

  /** The sum with those of an earlier connection, if there was one. */
  Counters plus(@Nullable Counters earlier) {
    return earlier == null
        ? this
        : new Counters(
            messagesIn + earlier.messagesIn,
            messagesOut + earlier.messagesOut,
            bytesIn + earlier.bytesIn,
            bytesOut + earlier.bytesOut,
            dropped + earlier.dropped,
            earlier.since);
  }
}
