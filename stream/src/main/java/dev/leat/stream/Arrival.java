package dev.leat.stream;

import java.nio.ByteBuffer;

/**
 * A message that is to be appended together with others.
 *
 * @param message from the buffer's position to its limit; consumed when it is appended
 * @param origin where it comes from
 */
public record Arrival(ByteBuffer message, Origin origin) {}
