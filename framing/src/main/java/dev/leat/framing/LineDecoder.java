package dev.leat.framing;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Cuts at LF and strips a CR before it. */
final class LineDecoder implements Decoder {
  private final DecoderOptions options;

  /** Bytes from the input's position that hold no LF. */
  private int scanned;

  /** Inside a message of which the rest is thrown away. */
  private boolean discarding;

  private long dropped;
  private @Nullable FramingException error;

  LineDecoder(DecoderOptions options) {
    this.options = options;
  }

  @Override
  public @Nullable ByteBuffer decode(ByteBuffer input) throws FramingException {
    if (error != null) {
      throw error;
    }
    for (; ; ) {
      int start = input.position();
      int lf = ByteScan.indexOf(input, start + scanned, input.limit(), (byte) '\n');
      if (lf >= 0) {
        scanned = 0;
        input.position(lf + 1);
        if (discarding) {
          discarding = false;
          continue;
        }
        int end = lf > start && input.get(lf - 1) == '\r' ? lf - 1 : lf;
        if (end - start <= options.max()) {
          return input.slice(start, end - start);
        }
        if (tooLong(end - start)) {
          return input.slice(start, options.max());
        }
        continue;
      }
      scanned = input.limit() - start;
      if (discarding) {
        input.position(input.limit());
        scanned = 0;
      } else if (scanned > options.max() + 1) {
        discarding = true;
        int length = scanned;
        scanned = 0;
        input.position(input.limit());
        if (tooLong(length)) {
          return input.slice(start, options.max());
        }
      }
      return null;
    }
  }

  /** Counts or throws; true if the first bytes are to be handed out. */
  private boolean tooLong(int length) throws FrameTooLong {
    if (options.tooLong() == TooLong.ERROR) {
      var tooLong = new FrameTooLong(length, options.max());
      error = tooLong;
      throw tooLong;
    }
    dropped++;
    return options.tooLong() == TooLong.TRUNCATE;
  }

  @Override
  public @Nullable ByteBuffer finish(ByteBuffer input) throws FramingException {
    ByteBuffer complete = decode(input);
    if (complete != null) {
      return complete;
    }
    int got = input.remaining();
    if (got == 0) {
      return null;
    }
    return switch (options.partial()) {
      case EMIT, BY_FRAMING -> takePartial(input);
      case DROP -> {
        dropped++;
        input.position(input.limit());
        scanned = 0;
        yield null;
      }
      case ERROR -> {
        input.position(input.limit());
        var truncated = new TruncatedFrame(got, -1);
        error = truncated;
        throw truncated;
      }
    };
  }

  @Override
  public @Nullable ByteBuffer takePartial(ByteBuffer input) {
    if (!input.hasRemaining()) {
      return null;
    }
    ByteBuffer partial = input.slice();
    input.position(input.limit());
    scanned = 0;
    return partial;
  }

  @Override
  public long dropped() {
    return dropped;
  }
}
