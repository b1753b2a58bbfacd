/**
 * Servers and clients that exchange messages over sockets. Every call blocks its thread, which is
 * best a virtual one: there is no event loop to keep free, no callback and no future.
 *
 * <h2>Serving</h2>
 *
 * <p>A {@link dev.leat.net.Server} gives each connection a virtual thread and calls the handler on
 * it. The connection is closed when the handler returns. This echoes lines:
 *
 * {@snippet lang = java :
 * void echo(Server server) {
 *   server.serve(connection -> {
 *     for (Message message; (message = connection.receive()) != null; ) {
 *       connection.send(message);
 *     }
 *   });
 * }
 * }
 *
 * <p>The same at full speed: messages are lent instead of copied, and what has come with one read
 * is answered with one write.
 *
 * {@snippet lang = java :
 * void echoFast(Server server) {
 *   server.serve(connection -> connection.answer((message, replies) -> replies.send(message)));
 * }
 * }
 *
 * <p>A stream has many subscribers instead: {@link dev.leat.net.Server#publish} and {@link
 * dev.leat.net.Connection#subscribe} send it from the log's own memory.
 *
 * <h2>Connecting</h2>
 *
 * <p>{@link dev.leat.net.Client#connect} gives one {@link dev.leat.net.Connection}. A {@link
 * dev.leat.net.Client} uses one after the other, for as long as it is open; both are a {@link
 * dev.leat.net.Conversation}.
 *
 * {@snippet lang = java :
 * Message ask(String endpoint, String question) throws IOException {
 *   try (var connection = Client.connect(endpoint, Framing.lines())) {
 *     connection.send(question);
 *     return connection.receive(Duration.ofSeconds(2));
 *   }
 * }
 *
 * Message askForLife(String endpoint, String hello, String question) throws IOException {
 *   try (var client =
 *       Client.to(endpoint)
 *           .framing("lines")
 *           .reconnect(Backoff.standard(), again -> again.send(hello))
 *           .open()) {
 *     client.send(question);
 *     return client.receive(); // over any number of outages
 *   }
 * }
 * }
 *
 * <p>Where a message stands for a value of the program, {@link dev.leat.net.Conversation#as} turns
 * the conversation into one in values: {@code connection.as(Json.of(Move.class))}.
 *
 * <h2>Endpoints</h2>
 *
 * <p>{@code tcp://host:port} and {@code unix:/path} are served and connected to alike. A
 * Unix-domain socket is a file: a server makes it for its owner alone ({@code ?mode=660} lets the
 * group in), removes it when it closes, and takes the place of one that a server has left behind,
 * but never that of a live server. {@link dev.leat.net.Connection#peerUser} says who the peer is.
 *
 * <h2>Datagrams</h2>
 *
 * <p>UDP has no connections, and a type of its own: a {@link dev.leat.net.UdpSocket} receives each
 * {@link dev.leat.net.Datagram} whole, with its sender.
 *
 * {@snippet lang = java :
 * void echoDatagrams(UdpSocket socket) throws IOException {
 *   for (Datagram datagram; (datagram = socket.receive()) != null; ) {
 *     socket.reply(datagram, datagram.message());
 *   }
 * }
 * }
 *
 * <p>What the system has dropped, because it came faster than it was received, is in {@link
 * dev.leat.net.UdpSocket#counters()}.
 *
 * <h2>What may go wrong</h2>
 *
 * <p>A peer may break off, send what is no frame, say nothing for ever, or send a byte a minute.
 * What comes of it is an {@link java.io.IOException} of one of two families: {@link
 * dev.leat.net.ConnectionException} when the connection has ended, and {@link
 * dev.leat.framing.FramingException} when the bytes cannot be understood. A clean end is no
 * exception: {@link dev.leat.net.Connection#receive()} then answers null. {@link
 * dev.leat.net.ReceiveTimeout} alone leaves everything as it was.
 *
 * <p>{@link dev.leat.net.Timeouts} says how long each thing may take, {@link
 * dev.leat.framing.DecoderOptions} how long a message may be, {@link dev.leat.net.Limits} how many
 * connections a server serves. At worst a connection takes twice the longest message and 256 KiB of
 * memory. What the system holds for a peer that does not read comes on top, outside the program:
 * about 4 MB, unless {@link dev.leat.net.SocketOptions#sendBuffer} says less.
 *
 * <p>To interrupt a thread means stop: it closes the connection that the thread uses ({@link
 * dev.leat.net.ConnectionInterrupted}).
 *
 * <h2>Testing what is built on it</h2>
 *
 * <p>{@link dev.leat.net.ConnectionPair} is two connections with each other, without a socket.
 */
@NullMarked
package dev.leat.net;

import org.jspecify.annotations.NullMarked;
