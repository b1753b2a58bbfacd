package dev.leat.framing;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes what the input holds as a message. */
final class UnframedDecoder extends FrameDecoder {
  private final Unframed framing;

  UnframedDecoder(Unframed framing, DecoderOptions options) {
    super(options, Partial.EMIT);
    this.framing = framing;
  }

  @Override
  public @Nullable ByteBuffer decode(ByteBuffer input) throws FramingException {
    check();
    int start = input.position();
    int length = input.remaining();
    if (length == 0) {
      return null;
    }
    boolean whole = length <= max;
    if (framing == Unframed.RAW) {
      advance(input, Math.min(length, max));
      return input.slice(start, Math.min(length, max));
    }
    if (!whole) {
      refuseTooLong(length);
    }
    advance(input, length);
    return whole || truncates() ? input.slice(start, Math.min(length, max)) : null;
  }

  @Override
  public boolean skip(ByteBuffer input) throws FramingException {
    check();
    if (framing == Unframed.DATAGRAM && input.remaining() > max) {
      failIfTooLong(input.remaining());
      return false;
    }
    return decode(input) != null;
  }

  @Override
  @Nullable Unfinished unfinished(ByteBuffer input) {
    return null;
  }

  @Override
  @Nullable ByteBuffer partial(ByteBuffer input) {
    return null;
  }
}
