package dev.leat.framing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts frames whose bytes are not those of their message. A frame that lies in the input as its
 * message does is lent from there; of any other the bytes are consumed as they come, and the
 * message is collected in memory of the decoder's own.
 */
abstract class UnescapingDecoder extends FrameDecoder {
  /** What {@link #accept} answers if the byte ends the frame. */
  static final int END = -1;

  /** What {@link #accept} answers if the byte gives no byte of the message. */
  static final int NOTHING = -2;

  /** What {@link #accept} answers if the byte cannot stand there. */
  static final int WRONG = -3;

  private static final byte[] NONE = {};
  private static final int SMALL = 64;

  /** Memory up to this size is kept from one message to the next, as long as the input goes on. */
  private static final int LARGE = 8192;

  private final byte end;

  /**
   * The message as far as it has come; after it has been lent, until the next call, the lent one.
   */
  private byte[] memory = NONE;

  private int size;
  private boolean lent;

  /** Inside a frame of which bytes have been consumed. */
  private boolean begun;

  /**
   * Bytes from the input's position on that {@link #skip} has looked at, and how long a message
   * they make.
   */
  private int looked;

  private int lookedSize;

  /**
   * @param end the byte that ends a frame, and stands nowhere else
   */
  UnescapingDecoder(DecoderOptions options, byte end) {
    super(options, Partial.ERROR);
    this.end = end;
  }

  /**
   * Takes the next byte of a frame: the byte of the message that it gives, 0 to 255, or one of the
   * constants above.
   */
  abstract int accept(byte b);

  /** Forgets what was accepted: a new frame begins. */
  abstract void restart();

  /** What a wrong byte is. */
  abstract String wrong();

  /** Bytes that a frame has before its message where it is otherwise as its message is. */
  abstract int plainHeader();

  /**
   * Whether the bytes in [from, to) are a frame, without its end, that is its message but for the
   * header.
   */
  abstract boolean isPlain(ByteBuffer input, int from, int to);

  @Override
  public final @Nullable ByteBuffer decode(ByteBuffer input) throws FramingException {
    check();
    forgetLent();
    forgetLooked();
    while (input.hasRemaining()) {
      ByteBuffer message = begun ? null : plain(input);
      if (message == null) {
        message = collect(input);
      }
      if (message != null) {
        return message;
      }
    }
    if (!begun) {
      memory = NONE;
    }
    return null;
  }

  private @Nullable ByteBuffer plain(ByteBuffer input) {
    int from = input.position();
    while (from < input.limit() && input.get(from) == end) {
      from++;
    }
    advance(input, from - input.position());
    int to = ByteScan.indexOf(input, from, input.limit(), end);
    int length = to - from - plainHeader();
    if (length < 0 || length > max || !isPlain(input, from, to)) {
      return null;
    }
    advance(input, to + 1 - from);
    return input.slice(from + plainHeader(), length);
  }

  /**
   * Consumes bytes up to a message that can be lent, or to the end of the frame, or of the input.
   */
  private @Nullable ByteBuffer collect(ByteBuffer input) throws FramingException {
    int start = input.position();
    int limit = input.limit();
    for (int at = start; at < limit; at++) {
      int b = accept(input.get(at));
      if (b == WRONG) {
        throw malformed(wrong(), input, at, at + 1);
      }
      begun = true;
      if (b == END) {
        advance(input, at + 1 - start);
        return endFrame();
      }
      if (b >= 0 && !discarding()) {
        if (size == max) {
          refuseTooLong(size + 1L);
          discard(input, at + 1 - start);
          if (truncates()) {
            return lend();
          }
          size = 0;
          memory = NONE;
          return null;
        }
        append((byte) b);
      }
    }
    if (discarding()) {
      discard(input, limit - start);
    } else {
      advance(input, limit - start);
    }
    return null;
  }

  private @Nullable ByteBuffer endFrame() {
    boolean whole = !discarding();
    endDiscard();
    begun = false;
    restart();
    return whole ? lend() : null;
  }

  private void append(byte b) {
    if (size == memory.length) {
      // Never more than twice what has come, whatever the maximum is.
      memory = Arrays.copyOf(memory, (int) Math.min(max, Math.max(SMALL, 2L * size)));
    }
    memory[size++] = b;
  }

  private ByteBuffer lend() {
    lent = true;
    return ByteBuffer.wrap(memory, 0, size).slice();
  }

  private void forgetLent() {
    if (lent) {
      lent = false;
      size = 0;
      if (memory.length > LARGE || discarding()) {
        memory = NONE;
      }
    }
  }

  private void forgetLooked() {
    if (looked > 0) {
      looked = 0;
      lookedSize = 0;
      restart();
    }
  }

  @Override
  public final boolean skip(ByteBuffer input) throws FramingException {
    check();
    forgetLent();
    if (begun) {
      return false;
    }
    memory = NONE;
    int limit = input.limit();
    for (int at = input.position() + looked; at < limit; at++) {
      byte next = input.get(at);
      if (next == end && lookedSize == 0 && isEmptyFrame(input, at)) {
        looked++;
        continue;
      }
      int b = accept(next);
      if (b == WRONG) {
        throw malformed(wrong(), input, at, at + 1);
      }
      looked++;
      if (b == END) {
        advance(input, looked);
        forgetLooked();
        return true;
      }
      if (b >= 0 && ++lookedSize > max) {
        failIfTooLong(lookedSize);
        forgetLooked();
        return false;
      }
    }
    return false;
  }

  /** Whether an end at the index ends nothing. */
  private boolean isEmptyFrame(ByteBuffer input, int at) {
    return at == input.position() || input.get(at - 1) == end;
  }

  @Override
  final @Nullable Unfinished unfinished(ByteBuffer input) {
    return begun ? new Unfinished(discarding() ? discarded() : size, -1, discarding()) : null;
  }

  @Override
  final @Nullable ByteBuffer partial(ByteBuffer input) {
    boolean some = begun && !discarding() && size > 0;
    endDiscard();
    begun = false;
    forgetLooked();
    restart();
    return some ? lend() : null;
  }

  /** Bytes of memory held, for those who measure. */
  final int held() {
    return memory.length;
  }
}
