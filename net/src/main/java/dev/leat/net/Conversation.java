package dev.leat.net;

import dev.leat.framing.Codec;
import dev.leat.framing.Message;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Messages to and from one peer: over one {@link Connection}, or over one after the other as a
 * {@link Client} that reconnects makes them. One thread at a time receives; any number may send.
 */
public interface Conversation extends Closeable {

  /** Waits for the next message, which belongs to the caller; null at the end. */
  @Nullable Message receive() throws IOException;

  /**
   * The next message if it is already here, else null, which says nothing about the end. One who
   * has to flush something before {@link #receive()} waits learns here when to.
   */
  @Nullable Message arrived() throws IOException;

  /**
   * As {@link #receive()}, but waits only so long.
   *
   * @throws ReceiveTimeout if no message is complete in time; the conversation is as good as before
   */
  @Nullable Message receive(Duration limit) throws IOException;

  /** Sends a message whole, or throws. */
  void send(Message message) throws IOException;

  /** Sends a text in UTF-8 as a message. */
  void send(String text) throws IOException;

  /** Sends what the buffer holds as a message. The buffer is consumed. */
  void send(ByteBuffer message) throws IOException;

  /** Sends these messages together, with nobody else's between them. */
  void sendAll(Collection<Message> messages) throws IOException;

  /** The same conversation in values: {@code as(Json.of(Move.class))}. */
  default <T> Typed<T> as(Codec<T> codec) {
    return new Typed<>(this, codec);
  }

  /** The other side. */
  Endpoint peer();

  /** What has gone through so far. */
  Counters counters();

  /** Ends the conversation. */
  @Override
  void close() throws IOException;
}
