/**
 * {@code leat relay}: carries messages from one endpoint to another.
 *
 * <pre>{@code
 * one connection for each client      Pair:     client ◄──► upstream
 * one connection for all clients      Sharing:  client ──┐
 *                                               client ──┼──► upstream
 *                                               client ◄─┴─ MessageLog ◄── upstream
 * clients on both sides               Rendezvous: a Pair of two clients, in the order they come
 * }</pre>
 *
 * <p>Each direction is one thread that receives and sends by turns, so that a side that is slow to
 * take holds up the side that gives, and nothing piles up between them.
 */
@NullMarked
package dev.leat.cli.relay;

import org.jspecify.annotations.NullMarked;
