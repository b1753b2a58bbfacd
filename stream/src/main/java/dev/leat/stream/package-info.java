/**
 * Streams: a stream is a log, a client is a cursor.
 *
 * <p>What is published is appended once to a {@link dev.leat.stream.MessageLog}, as the bytes that
 * go on the wire. Each reader is a {@link dev.leat.stream.Cursor}: a place in the log, from which
 * bytes are written straight to a socket, many messages a call, with nothing queued and nothing
 * copied for that reader. A reader that cannot keep up is a cursor that falls behind; {@link
 * dev.leat.stream.Slow} says what happens then.
 *
 * <pre>{@code
 * append ──►  ┌──────────┬──────────┬──────────┐
 *             │ segment  │ segment  │ active ──┼─►
 *             └──────────┴──────────┴──────────┘
 *  dropped by   ▲ cursor       ▲ cursor    ▲ cursor
 *  retention    (its segment is pinned)
 * }</pre>
 */
@NullMarked
package dev.leat.stream;

import org.jspecify.annotations.NullMarked;
