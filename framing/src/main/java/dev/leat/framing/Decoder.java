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
 * <p>The buffer may be heap or direct, read-only, of either byte order, a slice of something
 * larger, and another one at each call as long as the bytes go on. It is never written to.
 *
 * <p>Messages are lent: a returned buffer is a view of the input, or of the decoder's own memory,
 * and is valid until the next call or until the caller changes the input. {@link Message#copyOf}
 * keeps one.
 *
 * <p>The first error sticks: after a {@link FramingException} each further call throws it again
 * ({@link #takePartial} answers null), and where the input then stands means nothing. Used by one
 * thread at a time.
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
   * Goes past the next frame without making a message of it, for those who count frames or pass
   * them on as they are. True if the frame was whole, within the maximum, and stays the same frame
   * wherever it stands in a stream: the bytes that the position has passed may be appended to other
   * frames verbatim. White space that has come behind a JSON value is passed with it.
   *
   * <p>False, with nothing taken from the input but white space between JSON values, if more bytes
   * are needed, or if {@link #decode} has to look at what comes next: a message that is to be
   * dropped or cut, one whose beginning {@code decode} has already consumed, a JSON number that
   * only the next value ends. So frames are passed on like this:
   *
   * <pre>{@code
   * do {
   *   int from = input.position();
   *   while (decoder.skip(input)) {}
   *   append(input.slice(from, input.position() - from));
   *   message = decoder.decode(input);
   *   if (message != null) appendEncoded(message);
   * } while (message != null);
   * }</pre>
   *
   * @throws FrameTooLong as {@link #decode}
   * @throws MalformedFrame as {@link #decode}
   */
  boolean skip(ByteBuffer input) throws FramingException;

  /**
   * Goes past many frames at once, where that takes less than one after the other: past those that
   * end within so many bytes from the input's position, or some of them, as {@link
   * #skip(ByteBuffer)} does. It answers how many they were. When that is 0 there may be more
   * nevertheless, which {@code skip(input)} finds.
   *
   * @throws FramingException if this decoder has failed before
   */
  default int skip(ByteBuffer input, int within) throws FramingException {
    return 0;
  }

  /**
   * Called once the peer has finished, and again until it answers null: the messages still in the
   * input, and the last one under the {@link Partial} in force. When it answers null or throws, all
   * of the input is consumed.
   *
   * @throws TruncatedFrame if the stream broke off inside a frame and {@link Partial#ERROR} is in
   *     force
   */
  @Nullable ByteBuffer finish(ByteBuffer input) throws FramingException;

  /**
   * Whether something of a message that is not complete has come, be it in the input or in the
   * decoder. To be asked after {@link #decode} has answered null.
   */
  boolean begun(ByteBuffer input);

  /**
   * How long the message is that {@link #decode} has just answered, or that has begun, as its
   * header says and in the header's unit: bytes, or code points. -1 where no header has said so, or
   * not yet. For those who show how a message comes about.
   */
  default long announced() {
    return -1;
  }

  /**
   * Takes what has come of a message that is not complete, as a message of at most the maximum;
   * null if there is nothing of it. For those who have a clock and know that no more will come,
   * after {@link #decode} has answered null. The decoder then stands at the start of a new frame.
   */
  @Nullable ByteBuffer takePartial(ByteBuffer input);

  /**
   * Messages lost so far because they were too long or partial: dropped, or cut to the maximum.
   * Each counts once, when it is known to be lost.
   */
  long dropped();
}
