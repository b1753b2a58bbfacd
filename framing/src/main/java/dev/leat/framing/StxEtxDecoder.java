package dev.leat.framing;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Cuts from each STX to its ETX. */
final class StxEtxDecoder extends FrameDecoder {
  /** Bytes from the input's position on, of which the first is the STX, that hold no ETX. */
  private int scanned;

  StxEtxDecoder(DecoderOptions options) {
    super(options, Partial.ERROR);
  }

  @Override
  public @Nullable ByteBuffer decode(ByteBuffer input) throws FramingException {
    check();
    while (input.hasRemaining()) {
      int start = input.position();
      int end = findEnd(input);
      int length = (end < 0 ? input.limit() : end) - start - 1;
      if (end >= 0 && length <= max && !discarding()) {
        take(input, end);
        return input.slice(start + 1, length);
      }
      if (end < 0 && length <= max && !discarding()) {
        return null;
      }
      boolean first = !discarding();
      if (first) {
        refuseTooLong(length);
      }
      if (end >= 0) {
        take(input, end);
        endDiscard();
      } else {
        discard(input, input.remaining());
        scanned = 0;
      }
      if (first && truncates()) {
        return input.slice(start + 1, max);
      }
    }
    return null;
  }

  @Override
  public boolean skip(ByteBuffer input) throws FramingException {
    check();
    if (!input.hasRemaining() || discarding()) {
      return false;
    }
    int end = findEnd(input);
    int length = (end < 0 ? input.limit() : end) - input.position() - 1;
    if (length > max) {
      failIfTooLong(length);
      return false;
    }
    if (end >= 0) {
      take(input, end);
    }
    return end >= 0;
  }

  /** The index of the ETX, or -1; the input has a byte. */
  private int findEnd(ByteBuffer input) throws MalformedFrame {
    int start = input.position();
    if (scanned == 0 && !discarding() && input.get(start) != StxEtx.STX) {
      throw malformed("a frame does not begin with STX", input, start, start + 1);
    }
    int end = ByteScan.indexOf(input, start + scanned, input.limit(), StxEtx.ETX);
    if (end < 0) {
      scanned = input.remaining();
    }
    return end;
  }

  private void take(ByteBuffer input, int end) {
    scanned = 0;
    advance(input, end + 1 - input.position());
  }

  @Override
  @Nullable Unfinished unfinished(ByteBuffer input) {
    if (discarding()) {
      return new Unfinished(discarded() - 1, -1, true);
    }
    return input.hasRemaining() ? new Unfinished(input.remaining() - 1, -1, false) : null;
  }

  @Override
  @Nullable ByteBuffer partial(ByteBuffer input) {
    int start = input.position();
    int got = discarding() ? 0 : input.remaining() - 1;
    scanned = 0;
    endDiscard();
    advance(input, input.remaining());
    return got > 0 ? input.slice(start + 1, got) : null;
  }
}
