package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * The rule from messages to frames and back: how a stream of bytes is cut into messages.
 *
 * <p>A framing is a value: immutable, comparable, safe to share between threads. It encodes by
 * itself, because encoding keeps no state; a stream to be read gets a {@link Decoder} of its own.
 *
 * <p>Its text form, given by {@code toString()} and read by {@link #parse(String)}, is the same in
 * code, on the command line and in configuration: {@code lines}, {@code delim:~}, {@code
 * header:10,align=right}, {@code u32be}.
 */
public sealed interface Framing permits Delimited {

  /**
   * Reads a framing's text form.
   *
   * @throws IllegalArgumentException if the text is not a framing; the message says which part and
   *     what would be right
   */
  static Framing parse(String text) {
    return FramingText.parse(text);
  }

  /** Lines of text: LF ends a message; a CR before it is stripped on reading. */
  static Framing lines() {
    return Delimited.LINES;
  }

  /** A decoder with the standard options: at most 1 MiB a message, too long is an error. */
  default Decoder decoder() {
    return decoder(DecoderOptions.standard());
  }

  /** A decoder for one stream of bytes. It is used by one thread at a time. */
  Decoder decoder(DecoderOptions options);

  /**
   * The most bytes that the frame of a message of so many bytes can take.
   *
   * @param messageLength bytes of the message, 0 or more
   */
  long frameBound(int messageLength);

  /**
   * Writes a message's frame: {@code message} is consumed and {@code target} advanced. On an
   * exception both are as they were.
   *
   * @throws UnencodableMessage if the frame would not be read back as this message
   * @throws BufferOverflowException if {@code target} has no room; {@link #frameBound} bytes are
   *     always enough
   */
  void encode(ByteBuffer message, ByteBuffer target) throws UnencodableMessage;

  /**
   * Whether the bytes alone tell where a message ends. False for {@code raw}, {@code datagram} and
   * {@code eof}, where what one read, one datagram or one connection brought is the message.
   */
  boolean selfDelimiting();
}
