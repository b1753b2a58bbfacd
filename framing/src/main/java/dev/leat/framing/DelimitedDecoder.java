package dev.leat.framing;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts at delimiters.
 *
 * <pre>
 *              no delimiter yet, longer than the maximum
 *   collecting ─────────────────────────────────────────▶ discarding
 *       ▲                                                     │
 *       └─────────────────────────────────────────────────────┘
 *                          delimiter found
 * </pre>
 */
final class DelimitedDecoder extends FrameDecoder {
  private final Delimiters delimiters;

  /** Bytes from the input's position on in which no delimiter ends. */
  private int scanned;

  DelimitedDecoder(Delimiters delimiters, DecoderOptions options) {
    super(options, Partial.EMIT);
    this.delimiters = delimiters;
  }

  @Override
  public @Nullable ByteBuffer decode(ByteBuffer input) throws FramingException {
    check();
    while (true) {
      int start = input.position();
      int last = delimiters.findLast(input, start, start + scanned, input.limit());
      if (last < 0) {
        return incomplete(input, start);
      }
      int length = last + 1 - start - delimiters.lengthAt(input, start, last);
      take(input, start, last);
      if (discarding()) {
        endDiscard();
      } else if (length <= max) {
        return input.slice(start, length);
      } else {
        refuseTooLong(length);
        if (truncates()) {
          return input.slice(start, max);
        }
      }
    }
  }

  @Override
  public boolean skip(ByteBuffer input) throws FramingException {
    check();
    int start = input.position();
    int last = delimiters.findLast(input, start, start + scanned, input.limit());
    if (last < 0) {
      scanned = input.limit() - start;
      return false;
    }
    int frame = last + 1 - start;
    boolean fits = frame <= max || frame - delimiters.lengthAt(input, start, last) <= max;
    if (discarding() || !fits) {
      return false;
    }
    take(input, start, last);
    return true;
  }

  @Override
  public int skip(ByteBuffer input, int within) throws FramingException {
    check();
    if (scanned > 0 || discarding()) {
      return 0;
    }
    int start = input.position();
    // What is no longer than the maximum has no frame in it that is.
    int end = start + Math.min(Math.min(within, max), input.remaining());
    int passed = delimiters.pass(input, end);
    int length = input.position() - start;
    input.position(start);
    advance(input, length);
    return passed;
  }

  private void take(ByteBuffer input, int start, int last) {
    scanned = 0;
    advance(input, last + 1 - start);
  }

  private @Nullable ByteBuffer incomplete(ByteBuffer input, int start) throws FrameTooLong {
    scanned = input.limit() - start;
    // Else a delimiter that begins within the maximum would have ended by now.
    boolean fits = scanned < max + (long) delimiters.longest();
    if (!discarding() && fits) {
      return null;
    }
    boolean first = !discarding();
    if (first) {
      refuseTooLong(scanned);
    }
    // What may be the beginning of a delimiter stays.
    int kept = Math.min(scanned, delimiters.longest() - 1);
    discard(input, scanned - kept);
    scanned = kept;
    return first && truncates() ? input.slice(start, max) : null;
  }

  @Override
  @Nullable Unfinished unfinished(ByteBuffer input) {
    long got = discarded() + input.remaining();
    return got > 0 ? new Unfinished(got, -1, discarding()) : null;
  }

  @Override
  @Nullable ByteBuffer atEnd(ByteBuffer input) throws FramingException {
    int length = partialLength(input);
    if (length <= max || discarding()) {
      return super.atEnd(input);
    }
    refuseTooLong(length);
    int start = input.position();
    advance(input, input.remaining());
    return truncates() ? input.slice(start, max) : null;
  }

  @Override
  @Nullable ByteBuffer partial(ByteBuffer input) {
    scanned = 0;
    int start = input.position();
    if (discarding() || !input.hasRemaining()) {
      endDiscard();
      advance(input, input.remaining());
      return null;
    }
    int length = partialLength(input);
    advance(input, length > max ? max : input.remaining());
    return input.slice(start, Math.min(length, max));
  }

  private int partialLength(ByteBuffer input) {
    return input.remaining() - delimiters.swallowed(input, input.position(), input.limit());
  }
}
