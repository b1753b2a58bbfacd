package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * One JSON value (RFC 8259) after another, with or without white space between; written with an LF
 * after each. A message is a value without the white space around it, and may itself contain line
 * ends.
 */
record JsonValues() implements Framing {
  static final JsonValues JSON = new JsonValues();

  @Override
  public Decoder decoder(DecoderOptions options) {
    return new JsonDecoder(options);
  }

  @Override
  public long frameBound(int messageLength) {
    return messageLength + 1L;
  }

  @Override
  public void encode(ByteBuffer message, ByteBuffer target) throws UnencodableMessage {
    int from = message.position();
    int to = message.limit();
    if (from == to) {
      throw unencodable("is empty");
    }
    if (JsonScanner.isSpace(message.get(from)) || JsonScanner.isSpace(message.get(to - 1))) {
      throw unencodable("has white space around it, which would be lost");
    }
    var scanner = new JsonScanner();
    int end = scanner.scan(message, from, to);
    boolean whole = end == to || (end == JsonScanner.MORE && scanner.inScalar());
    if (end == JsonScanner.WRONG) {
      int at = scanner.wrongAt();
      throw unencodable(
          "is not: "
              + scanner.wrong()
              + " at byte "
              + (at - from)
              + ": "
              + Bytes.quote(message, at, 1));
    } else if (!whole) {
      throw unencodable(
          end == JsonScanner.MORE ? "is not complete" : "is more than one at byte " + (end - from));
    } else if (scanner.inScalar() && !JsonScanner.isScalar(message, from, to)) {
      throw unencodable("is neither a number nor true, false or null");
    }
    if (target.remaining() < frameBound(to - from)) {
      throw new BufferOverflowException();
    }
    target.put(message).put((byte) '\n');
  }

  private static UnencodableMessage unencodable(String why) {
    return new UnencodableMessage(
        "a message framed as json must be one JSON value, but this " + why);
  }

  @Override
  public boolean selfDelimiting() {
    return true;
  }

  @Override
  public String toString() {
    return "json";
  }
}
