package dev.leat.framing;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Leaves all bytes where they are until there are no more. */
final class UntilEndDecoder extends FrameDecoder {
  UntilEndDecoder(DecoderOptions options) {
    super(options, Partial.EMIT);
    if (options.tooLong() != TooLong.ERROR) {
      throw new IllegalArgumentException(
          "eof cannot drop or cut its only message: too long must be an error");
    }
  }

  @Override
  public @Nullable ByteBuffer decode(ByteBuffer input) throws FramingException {
    check();
    failIfTooLong(input.remaining());
    return null;
  }

  @Override
  public boolean skip(ByteBuffer input) throws FramingException {
    decode(input);
    return false;
  }

  /** The end is what completes the message, so it is never partial. */
  @Override
  @Nullable ByteBuffer atEnd(ByteBuffer input) {
    return partial(input);
  }

  @Override
  @Nullable Unfinished unfinished(ByteBuffer input) {
    return input.hasRemaining() ? new Unfinished(input.remaining(), -1, false) : null;
  }

  @Override
  @Nullable ByteBuffer partial(ByteBuffer input) {
    int start = input.position();
    int length = input.remaining();
    advance(input, length);
    return length > 0 ? input.slice(start, length) : null;
  }
}
