package dev.leat.stream;

/**
 * Where a cursor stands, at one moment.
 *
 * @param offset the message that it is in or will read next
 * @param lag messages that are there and that it has not read
 * @param lagBytes the same in bytes
 * @param bytes frame bytes that it has read
 * @param skipped messages that it has skipped
 */
public record CursorCounts(long offset, long lag, long lagBytes, long bytes, long skipped) {}
