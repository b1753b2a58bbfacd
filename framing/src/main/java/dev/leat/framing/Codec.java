package dev.leat.framing;

import java.nio.ByteBuffer;

/**
 * The rule from messages to values of a program and back: text, JSON, or whatever an application
 * speaks. It knows neither frames nor connections. Safe for use by several threads.
 *
 * <p>It stands here, beside {@link Message}, so that connections can offer values ({@code
 * connection.as(codec)}) without knowing any of the libraries that codecs are made with.
 *
 * @param <T> the values
 */
public interface Codec<T> {

  /**
   * Reads a message.
   *
   * @param message from its position to its limit; lent until this returns, and perhaps consumed
   * @throws CodecException if it is not the form of a value
   */
  T decode(ByteBuffer message) throws CodecException;

  /**
   * Writes a value as a message.
   *
   * @throws CodecException if the value has no form
   */
  Message encode(T value) throws CodecException;
}
