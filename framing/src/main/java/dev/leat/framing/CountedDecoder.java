package dev.leat.framing;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts frames whose header says how long their message is. The header stays in the input until the
 * frame is whole, so that the input's position is always at the start of a frame; only a message
 * that is too long is thrown away as it comes.
 */
abstract class CountedDecoder extends FrameDecoder {
  /** So that sums with a header's length cannot overflow. */
  static final long LONGEST = Long.MAX_VALUE >> 1;

  /** The byte that follows each message, or -1. */
  private final int trailer;

  /**
   * Whether the header of the frame that the input begins with has been read: {@link #header} and
   * {@link #body} then hold.
   */
  private boolean begun;

  /** Bytes of the frame before its message. */
  private int header;

  /** Bytes of the message. */
  private long body;

  private long announced = -1;

  CountedDecoder(DecoderOptions options, int trailer) {
    super(options, Partial.ERROR);
    this.trailer = trailer;
  }

  /**
   * Reads the header at the input's position without consuming it, and says its {@link #lengths};
   * false if more bytes are needed.
   */
  abstract boolean readHeader(ByteBuffer input) throws MalformedFrame;

  /** Bytes of a header, or less than zero where headers differ in length. */
  abstract int headerLength();

  /** What a header has said, for {@code return lengths(…)}. */
  final boolean lengths(int headerBytes, long messageBytes) {
    header = headerBytes;
    body = messageBytes;
    return true;
  }

  @Override
  public final @Nullable ByteBuffer decode(ByteBuffer input) throws FramingException {
    check();
    while (begun || begin(input)) {
      if (body <= max) {
        int start = input.position();
        return takeWhole(input) ? input.slice(start + header, (int) body) : null;
      }
      ByteBuffer cut = throwAway(input);
      if (cut != null || begun) {
        return cut;
      }
    }
    return null;
  }

  @Override
  public final boolean skip(ByteBuffer input) throws FramingException {
    check();
    return (begun || begin(input)) && body <= max && takeWhole(input);
  }

  @Override
  public final long announced() {
    return announced;
  }

  private boolean begin(ByteBuffer input) throws FramingException {
    if (!readHeader(input)) {
      announced = -1;
      return false;
    }
    begun = true;
    announced = body;
    if (body > max) {
      refuseTooLong(body);
    }
    return true;
  }

  private boolean takeWhole(ByteBuffer input) throws MalformedFrame {
    long frame = header + body + (trailer < 0 ? 0 : 1);
    if (input.remaining() < frame) {
      return false;
    }
    if (trailer >= 0) {
      checkTrailer(input, input.position() + (int) frame - 1);
    }
    advance(input, (int) frame);
    begun = false;
    return true;
  }

  /**
   * Consumes what is there of a message that is too long; its beginning if that is to be handed out
   * now.
   */
  private @Nullable ByteBuffer throwAway(ByteBuffer input) throws MalformedFrame {
    int start = input.position();
    if (truncates() && !discarding()) {
      if (input.remaining() < (long) header + max) {
        return null;
      }
      discard(input, header + max);
      return input.slice(start + header, max);
    }
    long left = header + body + (trailer < 0 ? 0 : 1) - discarded();
    if (input.remaining() < left) {
      discard(input, input.remaining());
      return null;
    }
    if (trailer >= 0) {
      checkTrailer(input, start + (int) left - 1);
    }
    advance(input, (int) left);
    endDiscard();
    begun = false;
    return null;
  }

  private void checkTrailer(ByteBuffer input, int at) throws MalformedFrame {
    if (input.get(at) != trailer) {
      throw malformed(
          "the message is not followed by \"" + (char) trailer + "\"", input, at, at + 1);
    }
  }

  @Override
  final @Nullable Unfinished unfinished(ByteBuffer input) {
    if (!begun) {
      return input.hasRemaining() ? new Unfinished(input.remaining(), headerLength(), false) : null;
    }
    long got = Math.max(0, discarded() + input.remaining() - header);
    return new Unfinished(got, got < body ? body : body + 1, body > max);
  }

  @Override
  final @Nullable ByteBuffer partial(ByteBuffer input) {
    int start = input.position();
    long got =
        begun && !discarding()
            ? Math.min(input.remaining() - (long) header, Math.min(body, max))
            : 0;
    advance(input, input.remaining());
    endDiscard();
    begun = false;
    return got > 0 ? input.slice(start + header, (int) got) : null;
  }
}
