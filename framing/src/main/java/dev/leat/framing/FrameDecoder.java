package dev.leat.framing;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What all decoders have: the limits in force, the place in the stream, the count of what was lost,
 * and the first error, which stays.
 */
abstract class FrameDecoder implements Decoder {
  /** The most bytes of a message. */
  final int max;

  private final TooLong tooLong;
  private final Partial partial;

  /** Bytes consumed so far: where the input's position is, counted from the start of the stream. */
  private long consumed;

  /** Bytes thrown away of the message the decoder is in; 0 unless it is too long. */
  private long discarded;

  private long dropped;
  private @Nullable FramingException error;

  /**
   * @param byFraming what {@link Partial#BY_FRAMING} means here
   */
  FrameDecoder(DecoderOptions options, Partial byFraming) {
    max = options.max();
    tooLong = options.tooLong();
    partial = options.partial() == Partial.BY_FRAMING ? byFraming : options.partial();
  }

  /**
   * A frame that is not complete.
   *
   * @param got bytes that came of its message, or of its header as long as that is not complete
   * @param expected bytes that should have come; less than zero if unknown
   * @param lost whether it has been counted as lost
   */
  record Unfinished(long got, long expected, boolean lost) {}

  /** What is there of a frame after {@link #decode} has answered null; null between frames. */
  abstract @Nullable Unfinished unfinished(ByteBuffer input);

  /**
   * Hands out what is there of the message, or null if nothing is, and forgets the frame. The input
   * is consumed but for what exceeds the maximum.
   */
  abstract @Nullable ByteBuffer partial(ByteBuffer input);

  @Override
  public final @Nullable ByteBuffer finish(ByteBuffer input) throws FramingException {
    boolean more = false;
    try {
      ByteBuffer message = decode(input);
      if (message == null) {
        message = atEnd(input);
      }
      more = message != null;
      return message;
    } finally {
      if (!more) {
        advance(input, input.remaining());
      }
    }
  }

  /** What the end of the stream makes of what is left; null when nothing is. */
  @Nullable ByteBuffer atEnd(ByteBuffer input) throws FramingException {
    Unfinished unfinished = unfinished(input);
    if (unfinished == null) {
      return null;
    }
    return switch (partial) {
      case EMIT -> emit(input, unfinished);
      case DROP -> {
        if (!unfinished.lost()) {
          lose();
        }
        partial(input);
        yield null;
      }
      default -> throw fail(new TruncatedFrame(unfinished.got(), unfinished.expected()));
    };
  }

  @Override
  public final boolean begun(ByteBuffer input) {
    return error == null && unfinished(input) != null;
  }

  @Override
  public final @Nullable ByteBuffer takePartial(ByteBuffer input) {
    Unfinished unfinished = error == null ? unfinished(input) : null;
    return unfinished == null ? null : emit(input, unfinished);
  }

  private @Nullable ByteBuffer emit(ByteBuffer input, Unfinished unfinished) {
    ByteBuffer message = partial(input);
    if (message == null && !unfinished.lost()) {
      lose();
    }
    return message;
  }

  @Override
  public final long dropped() {
    return dropped;
  }

  /** Throws the first error again, if there was one. */
  final void check() throws FramingException {
    if (error != null) {
      throw error;
    }
  }

  /** Keeps the first error, for {@code throw fail(…)}. */
  final <E extends FramingException> E fail(E first) {
    error = first;
    return first;
  }

  /** An error that shows the input's bytes in [from, to). */
  final MalformedFrame malformed(String what, ByteBuffer input, int from, int to) {
    long position = consumed + from - input.position();
    return fail(new MalformedFrame(what, position, input.slice(from, to - from)));
  }

  /** Counts a message that is too long; an error unless it is to be left out or cut. */
  final void refuseTooLong(long length) throws FrameTooLong {
    if (tooLong == TooLong.ERROR) {
      throw fail(new FrameTooLong(length, max));
    }
    lose();
  }

  /** Refuses a message of which only the least length is known, if too long is an error. */
  final void failIfTooLong(long atLeast) throws FrameTooLong {
    if (atLeast > max && tooLong == TooLong.ERROR) {
      throw fail(new FrameTooLong(atLeast, max));
    }
  }

  /** Whether the first bytes of a message that is too long are handed out. */
  final boolean truncates() {
    return tooLong == TooLong.TRUNCATE;
  }

  /** Inside a message that is too long, of which the rest is thrown away. */
  final boolean discarding() {
    return discarded > 0;
  }

  /** Bytes thrown away so far of the message the decoder is in. */
  final long discarded() {
    return discarded;
  }

  /**
   * Consumes bytes, at least one, of a message that is too long, and remembers to throw away the
   * rest.
   */
  final void discard(ByteBuffer input, int bytes) {
    discarded += bytes;
    advance(input, bytes);
  }

  /** The message that was too long is over. */
  final void endDiscard() {
    discarded = 0;
  }

  private void lose() {
    dropped++;
  }

  /** Consumes bytes. */
  final void advance(ByteBuffer input, int bytes) {
    consumed += bytes;
    input.position(input.position() + bytes);
  }
}
