package dev.leat.framing;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one stream of bytes into messages.
 *
 * <p>The caller owns the buffer. It calls {@link #decode} with a buffer whose position is at the
 * first byte not yet consumed; the decoder advances the position past each frame that it has taken.
 * When the answer is null, the bytes that remain (at most the maximum, and the frame's header or
 * delimiter) belong to a frame that is not complete: the caller keeps them, adds bytes behind them,
 * and calls again with the position at the same byte. The decoder remembers how far it has looked,
 * so a frame that comes byte by byte costs linear time.
 *
 * <p>Messages are lent: a returned buffer is a view of the input, or of the decoder's own memory,
 * and is valid until the next call or until the caller changes the input. Nothing is read from it
 * but through that view, and the input is never written to.
 *
 * <p>The first error sticks: after a {@link FramingException} each further call throws it again.
 * Used by one thread at a time.
 */
public interface Decoder {

  /**
   * The next message, or null if more bytes are needed.
   *
   * @throws FrameTooLong if the frame is longer than the maximum and {@link TooLong#ERROR} is in
   *     force
   * @throws MalformedFrame if the bytes cannot be a frame
   */
  @Nullable ByteBuffer decode(ByteBuffer input) throws FramingException;

  /**
   * Goes past the next message without handing it out; false if more bytes are needed. Otherwise as
   * {@link #decode}.
   *
   * @throws FramingException as {@link #decode}
   */
  default boolean skip(ByteBuffer input) throws FramingException {
    return decode(input) != null;
  }

  /**
   * Called once the peer has finished, and again until it answers null: the last message, if the
   * bytes that remain are one under the {@link Partial} in force. All of the input is consumed.
   *
   * @throws TruncatedFrame if the stream broke off inside a frame and {@link Partial#ERROR} is in
   *     force
   */
  @Nullable ByteBuffer finish(ByteBuffer input) throws FramingException;

  /**
   * Takes what has come of a message that is not complete, as a message; null if there is nothing.
   * For those who have a clock and know that no more will come. The decoder then stands at the
   * start of a new frame.
   */
  @Nullable ByteBuffer takePartial(ByteBuffer input);

  /** Messages lost so far because they were too long or partial: dropped, or cut to the maximum. */
  long dropped();
}
