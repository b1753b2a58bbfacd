package dev.leat.codec;

import dev.leat.framing.Codec;
import dev.leat.framing.CodecException;
import dev.leat.framing.Message;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text, strictly: bytes that are no text of the charset are an error that says where, and so are
 * characters that the charset does not have. Nothing is replaced on the way.
 *
 * <p>UTF-8 is as RFC 3629 has it: no overlong forms, no surrogates, nothing past U+10FFFF.
 */
public final class Text implements Codec<String> {
  private static final Text UTF_8 = new Text(StandardCharsets.UTF_8);
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** What a lenient decoder puts where it understands nothing. */
  private static final char REPLACEMENT = '\uFFFD';

  private final Charset charset;

  private Text(Charset charset) {
    this.charset = charset;
  }

  /** Text in UTF-8. */
  public static Text utf8() {
    return UTF_8;
  }

  /**
   * Text in a charset.
   *
   * @throws UnsupportedOperationException if one cannot write in it
   */
  public static Text in(Charset charset) {
    if (!charset.canEncode()) {
      throw new UnsupportedOperationException("one cannot write in " + charset);
    }
    return new Text(charset);
  }

  @Override
  public String decode(ByteBuffer message) throws CodecException {
    byte[] bytes = Message.copyOf(message).bytes();
    String text = new String(bytes, charset);
    if (text.indexOf(REPLACEMENT) >= 0) {
      // It may stand in the message itself: only then, the slower way that tells.
      checkReadable(bytes);
    }
    return text;
  }

  private void checkReadable(byte[] bytes) throws CodecException {
    CharsetDecoder decoder = charset.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(1024);
    CoderResult result;
    do {
      result = decoder.decode(in, out.clear(), true);
    } while (result.isOverflow());
    if (result.isError()) {
      int at = in.position();
      int length = Math.min(result.length(), in.remaining());
      throw new CodecException(
          "not %s: \\x%s at byte %d"
              .formatted(charset, HEX.withDelimiter("\\x").formatHex(bytes, at, at + length), at),
          at,
          null);
    }
  }

  @Override
  public Message encode(String text) throws CodecException {
    CharsetEncoder encoder = charset.newEncoder();
    CharBuffer in = CharBuffer.wrap(text);
    int bound =
        (int)
            Math.min(
                Integer.MAX_VALUE - 8, (long) (text.length() * (double) encoder.maxBytesPerChar()));
    ByteBuffer out = ByteBuffer.allocate(bound);
    CoderResult result = encoder.encode(in, out, true);
    if (result.isUnderflow()) {
      result = encoder.flush(out);
    }
    if (result.isError()) {
      throw unwritable(text, in.position());
    }
    return Message.copyOf(out.flip());
  }

  private CodecException unwritable(String text, int at) {
    int character = text.codePointAt(at);
    boolean half = Character.isSurrogate(text.charAt(at)) && Character.isBmpCodePoint(character);
    return new CodecException(
        "cannot be written in %s: U+%04X at index %d%s"
            .formatted(charset, character, at, half ? " is half of a surrogate pair" : ""),
        at,
        null);
  }

  /** Names the charset. */
  @Override
  public String toString() {
    return "text in " + charset;
  }
}
