package dev.leat.framing;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Cuts after each JSON value and the white space that has come with it. */
final class JsonDecoder extends FrameDecoder {
  private final JsonScanner scanner = new JsonScanner();

  /** Bytes of the value, which begins at the input's position, that have been scanned. */
  private int scanned;

  JsonDecoder(DecoderOptions options) {
    super(options, Partial.ERROR);
    if (options.tooLong() != TooLong.ERROR) {
      throw new IllegalArgumentException(
          "json cannot drop or cut a value that is too long: too long must be an error");
    }
  }

  @Override
  public @Nullable ByteBuffer decode(ByteBuffer input) throws FramingException {
    check();
    int end = findEnd(input);
    return end < 0 ? null : take(input, end, behindSpace(input, end));
  }

  @Override
  public boolean skip(ByteBuffer input) throws FramingException {
    check();
    int end = findEnd(input);
    if (end < 0) {
      return false;
    }
    int next = behindSpace(input, end);
    // A number or literal keeps the space that ends it, or the next frame would continue it.
    if (scanner.inScalar() && next == end) {
      return false;
    }
    take(input, end, next);
    return true;
  }

  /**
   * Consumes white space up to the value, and answers the index behind it, or -1 if it is not
   * complete.
   */
  private int findEnd(ByteBuffer input) throws FramingException {
    if (scanned == 0) {
      passSpace(input);
    }
    int start = input.position();
    int limit = input.limit();
    int most = (int) Math.min(limit, (long) start + max);
    int end = scanner.scan(input, start + scanned, most);
    if (end == JsonScanner.MORE
        && most < limit
        && scanner.inScalar()
        && JsonScanner.endsScalar(input.get(most))) {
      end = most;
    }
    if (end == JsonScanner.WRONG) {
      throw malformed(scanner.wrong(), input, scanner.wrongAt(), scanner.wrongAt() + 1);
    }
    if (end == JsonScanner.MORE && most < limit) {
      failIfTooLong(limit - start);
    }
    scanned = (end == JsonScanner.MORE ? most : end) - start;
    if (end >= 0 && scanner.inScalar() && !JsonScanner.isScalar(input, start, end)) {
      throw malformed("neither a JSON number nor true, false or null stands", input, start, end);
    }
    return end;
  }

  private void passSpace(ByteBuffer input) {
    int from = input.position();
    advance(input, behindSpace(input, from) - from);
  }

  /** The first index from this on at which there is no white space. */
  private static int behindSpace(ByteBuffer input, int from) {
    int at = from;
    while (at < input.limit() && JsonScanner.isSpace(input.get(at))) {
      at++;
    }
    return at;
  }

  private ByteBuffer take(ByteBuffer input, int end, int next) {
    int start = input.position();
    advance(input, next - start);
    restart();
    return input.slice(start, end - start);
  }

  private void restart() {
    scanned = 0;
    scanner.restart();
  }

  /** The end of the stream also ends a number or a literal. */
  @Override
  @Nullable ByteBuffer atEnd(ByteBuffer input) throws FramingException {
    int start = input.position();
    int end = input.limit();
    boolean scalar = scanned > 0 && scanner.inScalar() && JsonScanner.isScalar(input, start, end);
    return scalar ? take(input, end, end) : super.atEnd(input);
  }

  @Override
  @Nullable Unfinished unfinished(ByteBuffer input) {
    return scanned > 0 ? new Unfinished(scanned, -1, false) : null;
  }

  @Override
  @Nullable ByteBuffer partial(ByteBuffer input) {
    return take(input, input.limit(), input.limit());
  }
}
