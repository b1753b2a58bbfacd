package dev.leat.stream;

/**
 * What a log holds and has done, at one moment.
 *
 * @param earliest offset of the oldest message kept; equal to {@code next} if there is none
 * @param next offset that the next message will have, which is the number of messages appended so
 *     far
 * @param bytes frame bytes appended so far
 * @param memory bytes of memory held: the kept segments and the dropped ones that cursors are still
 *     in
 * @param cursors cursors open now
 * @param skipped messages that cursors have skipped, all together
 * @param disconnected cursors that were disconnected for being slow
 * @param refused messages that were refused because the stream cannot hold them
 * @param producers whose last number is known
 * @param expired producers that have been forgotten because there were more than the log may know
 */
public record LogCounts(
    long earliest,
    long next,
    long bytes,
    long memory,
    int cursors,
    long skipped,
    long disconnected,
    long refused,
    int producers,
    long expired) {}
