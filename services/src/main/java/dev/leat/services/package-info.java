/**
 * The classic servers. Each is a small class that says what a server does with one connection (a
 * {@link dev.leat.net.Handler}), and an example of how to write one:
 *
 * <pre>{@code
 * try (var server = Server.bind("localhost:9999", Framing.raw())) {
 *   server.serve(new Greet());
 * }
 * }</pre>
 *
 * <p>{@link dev.leat.services.Dialogue} is for those that people talk to, as well as programs that
 * end nothing they send.
 */
@NullMarked
package dev.leat.services;

import org.jspecify.annotations.NullMarked;
