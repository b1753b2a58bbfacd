package dev.leat.framing;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads text headers that count UTF-8 code points: where the message ends is known once its last
 * code point has come. The maximum is in bytes all the same; a message that is cut to it is cut
 * between code points.
 */
final class CodePointDecoder extends FrameDecoder {
  private final TextHeader framing;

  /** Code points that have not been scanned, or -1 if the header has not been read. */
  private long left = -1;

  /** Bytes of the message, from behind the header, that have been scanned. */
  private int scanned;

  private long announced = -1;

  CodePointDecoder(TextHeader framing, DecoderOptions options) {
    super(options, Partial.ERROR);
    this.framing = framing;
  }

  @Override
  public @Nullable ByteBuffer decode(ByteBuffer input) throws FramingException {
    check();
    while (left >= 0 || readHeader(input)) {
      if (discarding()) {
        scan(input, input.position(), Integer.MAX_VALUE);
        throwAway(input);
        if (left >= 0) {
          return null;
        }
        continue;
      }
      int body = input.position() + framing.width();
      boolean fits = scan(input, body, max);
      if (fits) {
        return left == 0 ? take(input, body) : null;
      }
      refuseTooLong(scanned + left);
      ByteBuffer cut = truncates() ? input.slice(body, scanned) : null;
      discard(input, framing.width() + scanned);
      scanned = 0;
      if (cut != null) {
        return cut;
      }
    }
    return null;
  }

  @Override
  public boolean skip(ByteBuffer input) throws FramingException {
    check();
    if ((left < 0 && !readHeader(input)) || discarding()) {
      return false;
    }
    int body = input.position() + framing.width();
    if (!scan(input, body, max) || left > 0) {
      return false;
    }
    take(input, body);
    return true;
  }

  @Override
  public long announced() {
    return announced;
  }

  private boolean readHeader(ByteBuffer input) throws FramingException {
    int width = framing.width();
    announced = -1;
    if (input.remaining() < width) {
      return false;
    }
    int from = input.position();
    left = framing.read(input, from);
    announced = left;
    if (left < 0) {
      throw malformed("the length header is not a number", input, from, from + width);
    }
    // No code point is shorter than a byte.
    failIfTooLong(left);
    return true;
  }

  /**
   * Goes on over whole code points of the message that begins at body; false if the next one would
   * exceed the maximum.
   */
  private boolean scan(ByteBuffer input, int body, int most) throws MalformedFrame {
    int end = input.limit();
    int at = body + scanned;
    boolean fits = true;
    while (left > 0 && at < end) {
      int bytes = Utf8.length(input.get(at));
      fits = bytes <= most - (at - body);
      int next = Math.min(end, at + bytes);
      if (bytes == 0 || (fits && !Utf8.isContinued(input, at, next))) {
        throw malformed("the message is not UTF-8", input, at, Math.min(end, at + 4));
      }
      if (!fits || next < at + bytes) {
        break;
      }
      at = next;
      left--;
    }
    scanned = at - body;
    return fits;
  }

  private ByteBuffer take(ByteBuffer input, int body) {
    ByteBuffer message = input.slice(body, scanned);
    advance(input, framing.width() + scanned);
    reset();
    return message;
  }

  private void throwAway(ByteBuffer input) {
    if (scanned > 0) {
      discard(input, scanned);
      scanned = 0;
    }
    if (left == 0) {
      reset();
    }
  }

  private void reset() {
    endDiscard();
    left = -1;
    scanned = 0;
  }

  @Override
  @Nullable Unfinished unfinished(ByteBuffer input) {
    if (left < 0) {
      return input.hasRemaining()
          ? new Unfinished(input.remaining(), framing.width(), false)
          : null;
    }
    return new Unfinished(discarded() + input.remaining() - framing.width(), -1, discarding());
  }

  @Override
  @Nullable ByteBuffer partial(ByteBuffer input) {
    int body = input.position() + framing.width();
    int got = left >= 0 && !discarding() ? Math.min(input.limit() - body, max) : 0;
    advance(input, input.remaining());
    reset();
    return got > 0 ? input.slice(body, got) : null;
  }
}
