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
 *
 * <p>Whoever publishes appends, from any thread. A reader has a thread of its own, which waits in
 * its cursor where nothing is left to read:
 *
 * {@snippet lang = java :
 * void send(MessageLog log, WritableByteChannel peer) throws IOException {
 *   try (var cursor = log.cursor(Start.earliest())) {
 *     while (cursor.writeTo(peer) >= 0) {} // until the log is finished
 *   }
 * }
 * }
 *
 * <h2>Streams that outlive the process</h2>
 *
 * <p>A log may be kept in a directory. Whoever reads it, in this process or another, goes on at the
 * offset where it was:
 *
 * {@snippet lang = java :
 * long read(Path store, long next, Consumer<Entry> user) throws IOException {
 *   try (var log = MessageLog.follow(store);
 *       var cursor = log.cursor(Start.offset(next))) {
 *     cursor.endHere(); // else it waits for what comes
 *     for (Entry entry; (entry = cursor.next()) != null; ) {
 *       user.accept(entry);
 *       next = entry.offset() + 1;
 *     }
 *     return next;
 *   }
 * }
 * }
 *
 * <p>A producer that numbers its messages goes on where it was as well, and may send again what it
 * does not know to have arrived: each number is kept once. This appends the lines that the store
 * does not have yet, however often it was broken off before:
 *
 * {@snippet lang = java :
 * void keep(Path store, long producer, List<String> lines) throws IOException {
 *   try (var log = MessageLog.open(store, Framing.lines())) {
 *     long next = log.sequence(producer).orElse(-1) + 1;
 *     for (String line : lines.subList((int) next, lines.size())) {
 *       log.append(Message.of(line), Origin.producer(producer, next));
 *       next++;
 *     }
 *   }
 * }
 * }
 *
 * <p>What may go wrong is said by {@link java.io.IOException}s that have types of their own: {@link
 * dev.leat.stream.CursorDisconnected}, {@link dev.leat.stream.AppendFailed}, {@link
 * dev.leat.stream.LogClosed}, {@link dev.leat.stream.SequenceGap}, {@link
 * dev.leat.stream.StoreUnusable}, {@link dev.leat.stream.StoreDamaged}.
 */
@NullMarked
package dev.leat.stream;

import org.jspecify.annotations.NullMarked;
