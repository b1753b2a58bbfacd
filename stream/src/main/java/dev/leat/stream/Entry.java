package dev.leat.stream;

import dev.leat.framing.Message;

/**
 * A message and its place in the stream.
 *
 * @param offset its number, from 0
 * @param message the message, owned by whoever holds the entry
 */
public record Entry(long offset, Message message) {}
