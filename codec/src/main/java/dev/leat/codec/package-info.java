/**
 * Messages as values of a program: {@link dev.leat.codec.Text} and {@link dev.leat.codec.Json}. A
 * conversation in messages becomes one in values:
 *
 * <pre>{@code
 * record Move(int x, int y) {}
 *
 * try (var peer = Client.connect("localhost:8000", "delim:~").as(Json.of(Move.class))) {
 *   peer.send(new Move(1, 2));
 *   Move answer = peer.receive();
 * }
 * }</pre>
 *
 * <p>Another form is an implementation of {@link dev.leat.framing.Codec}.
 */
@NullMarked
package dev.leat.codec;

import org.jspecify.annotations.NullMarked;
