package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Messages that a delimiter ends: lines, NUL-ended strings, and whatever bytes a user names. */
record Delimited(Delimiters delimiters) implements Framing {
  /** LF, and CR LF on reading: a CR right before the LF belongs to the delimiter. */
  static final Delimited LINES = of("\\n|\\r\\n");

  static final Delimited CRLF = of("\\r\\n");
  static final Delimited NUL = of("\\0");

  /** From alternatives with escapes. */
  static Delimited of(String alternatives) {
    return new Delimited(new Delimiters(Escapes.alternatives(alternatives)));
  }

  @Override
  public Decoder decoder(DecoderOptions options) {
    return new DelimitedDecoder(delimiters, options);
  }

  @Override
  public long frameBound(int messageLength) {
    return (long) messageLength + delimiters.written().length;
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) throws UnencodableMessage {
    int from = message.position();
    int to = message.limit();
    int inside = delimiters.findLast(message, from, from, to);
    if (inside >= 0) {
      int length = delimiters.lengthAt(message, from, inside);
      throw unencodable(
          "contain " + Bytes.quote(message, inside + 1 - length, length) + ", which would end it");
    }
    int swallowed = delimiters.swallowed(message, from, to);
    if (swallowed > 0) {
      String end = Bytes.quote(message, to - swallowed, swallowed);
      throw unencodable("end with " + end + ": it would be stripped on reading");
    }
    if (delimiters.meetsEarly(message, from, to)) {
      String end = Bytes.quote(message, to - 1, 1);
      throw unencodable("end with " + end + ": a delimiter would be found too early");
    }
    byte[] written = delimiters.written();
    if (target.remaining() < frameBound(to - from)) {
      throw new BufferOverflowException();
    }
    target.put(message).put(written);
  }

  private UnencodableMessage unencodable(String why) {
    return new UnencodableMessage("a message framed as " + this + " cannot " + why);
  }

  @Override
  public boolean selfDelimiting() {
    return true;
  }

  @Override
  public String toString() {
    if (equals(LINES)) {
      return "lines";
    } else if (equals(CRLF)) {
      return "crlf";
    } else if (equals(NUL)) {
      return "nul";
    }
    return "delim:"
        + Arrays.stream(delimiters.all()).map(Escapes::write).collect(Collectors.joining("|"));
  }
}
