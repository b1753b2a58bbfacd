package dev.leat.stream;

import dev.leat.framing.Message;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message, its place in the stream, and how it came there.
 *
 * @param offset its number, from 0
 * @param message the message, owned by whoever holds the entry
 * @param time of its append, in whole milliseconds; a log in memory may tell one up to 10 ms
 *     earlier
 * @param source where it came from, as its {@link Origin} said; null if it did not, or the log is
 *     in memory
 */
public record Entry(long offset, Message message, Instant time, @Nullable String source) {}
