/**
 * Bytes to messages and messages to bytes. Nothing here reads, writes, waits or knows the time: a
 * {@link dev.leat.framing.Framing} is the rule, a {@link dev.leat.framing.Decoder} applies it to
 * one stream of bytes, and whoever has the bytes calls it. The one class that reads is {@link
 * dev.leat.framing.FrameReader}, which is the loop below for a channel.
 *
 * <h2>From messages to bytes</h2>
 *
 * <p>A framing says how long a frame can get and writes it into a buffer of the caller's. It
 * refuses a message that would not be read back as it is, and then has written nothing.
 *
 * {@snippet lang = java :
 * ByteBuffer frame(Framing framing, Message message) throws UnencodableMessage {
 *   ByteBuffer frame = ByteBuffer.allocate(Math.toIntExact(framing.frameBound(message.size())));
 *   framing.encode(message.buffer(), frame);
 *   return frame.flip();
 * }
 * }
 *
 * <h2>From bytes to messages</h2>
 *
 * <p>A read brings half a message, or three and a half. So the caller keeps a buffer: it decodes
 * until nothing more is complete, keeps what is left, reads behind it, and decodes again. This loop
 * is what all others here do, and what they are tested against:
 *
 * {@snippet lang = java :
 * void readAll(ReadableByteChannel source, Decoder decoder, Consumer<ByteBuffer> user)
 *     throws IOException {
 *   ByteBuffer input = ByteBuffer.allocate(1024);
 *   while (source.read(input) >= 0) {
 *     input.flip();
 *     for (ByteBuffer message; (message = decoder.decode(input)) != null; ) {
 *       user.accept(message); // lent until the next call: copy it to keep it
 *     }
 *     if (input.remaining() == input.capacity()) {
 *       // The frame is longer than the buffer, and the decoder has not refused it.
 *       input = ByteBuffer.allocate(2 * input.capacity()).put(input);
 *     } else {
 *       input.compact();
 *     }
 *   }
 *   input.flip();
 *   for (ByteBuffer message; (message = decoder.finish(input)) != null; ) {
 *     user.accept(message);
 *   }
 * }
 * }
 *
 * <p>Wherever the reads happen to cut the bytes, the messages are the same. What is kept is at most
 * the maximum of {@link dev.leat.framing.DecoderOptions} and a header or delimiter, whatever the
 * peer sends or claims.
 *
 * <h2>When the bytes are wrong</h2>
 *
 * <p>There are three ways to break a framing, each its own {@link
 * dev.leat.framing.FramingException}: {@link dev.leat.framing.FrameTooLong}, {@link
 * dev.leat.framing.MalformedFrame} and, at the end, {@link dev.leat.framing.TruncatedFrame}. After
 * one of them nobody knows where the next message begins, so the decoder repeats it for ever.
 * Messages that are too long can instead be dropped or cut ({@link dev.leat.framing.TooLong}), and
 * a last message that is cut off be handed out or dropped ({@link dev.leat.framing.Partial}); what
 * is lost is counted.
 */
@NullMarked
package dev.leat.framing;

import org.jspecify.annotations.NullMarked;
