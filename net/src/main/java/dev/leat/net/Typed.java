package dev.leat.net;

import dev.leat.framing.Codec;
import dev.leat.framing.CodecException;
import dev.leat.framing.Message;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Conversation} in values instead of messages: see {@link Conversation#as}. As there, one
 * thread at a time receives, and any number may send.
 *
 * <p>A message that is no value throws {@link CodecException} where it is received, and is used up
 * by that; a value that cannot be written throws it where it is sent, and nothing is sent. Both
 * leave the conversation as it was.
 *
 * @param <T> the values
 */
public final class Typed<T> implements Closeable {
  private final Conversation conversation;
  private final Codec<T> codec;

  Typed(Conversation conversation, Codec<T> codec) {
    this.conversation = conversation;
    this.codec = codec;
  }

  /** As {@link Conversation#receive()}. */
  public @Nullable T receive() throws IOException {
    return value(conversation.receive());
  }

  /** As {@link Conversation#receive(Duration)}. */
  public @Nullable T receive(Duration limit) throws IOException {
    return value(conversation.receive(limit));
  }

  /** As {@link Conversation#arrived()}. */
  public @Nullable T arrived() throws IOException {
    return value(conversation.arrived());
  }

  private @Nullable T value(@Nullable Message message) throws CodecException {
    return message == null ? null : codec.decode(message.buffer());
  }

  /** Sends a value whole, or throws. */
  public void send(T value) throws IOException {
    conversation.send(codec.encode(value));
  }

  /** Sends these values together; if one cannot be written, none. */
  public void sendAll(Collection<? extends T> values) throws IOException {
    List<Message> messages = new ArrayList<>(values.size());
    for (T value : values) {
      messages.add(codec.encode(value));
    }
    conversation.sendAll(messages);
  }

  /** The conversation beneath. */
  public Conversation conversation() {
    return conversation;
  }

  /** Ends the conversation. */
  @Override
  public void close() throws IOException {
    conversation.close();
  }
}
