package dev.leat.framing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The framings under test, and bytes for them. */
final class Framings {
  /** One of each kind and option that encodes message after message. */
  static final List<String> ENCODING =
      List.of(
          "lines",
          "crlf",
          "nul",
          "delim:~",
          "delim:##",
          "delim:aab",
          "delim:;|\\r\\n",
          "delim:\\n|END|~~",
          "delim:bab|cbab",
          "fixed:1",
          "fixed:7",
          "header:10",
          "header:6,align=right",
          "header:5,align=center,pad=_",
          "header:4,align=right,pad=0",
          "header:3,count=chars",
          "u8",
          "u16be",
          "u16le",
          "u24be",
          "u24le",
          "u32be",
          "u32le",
          "u64be",
          "u64le",
          "u16be,adjust=-2",
          "u16le,adjust=3",
          "u32be,inclusive",
          "u24le,adjust=-1,inclusive",
          "varint",
          "netstring",
          "octets",
          "stx-etx",
          "slip",
          "cobs",
          "json");

  /** Those that can only be read. */
  static final List<String> READING =
      List.of(
          "u16be,offset=2",
          "u8,offset=1,strip=0",
          "u32le,inclusive,offset=3,strip=9",
          "u16be,strip=1");

  private Framings() {}

  /** Those for which it does not matter where the bytes are cut. */
  static List<String> cutAnywhere() {
    return Stream.of(ENCODING, READING, List.of("eof")).flatMap(List::stream).toList();
  }

  static List<String> all() {
    return Stream.of(cutAnywhere(), List.of("raw", "datagram")).flatMap(List::stream).toList();
  }

  /** The most bytes of a header, a delimiter or marks. */
  static long overhead(Framing framing) {
    if (framing instanceof Delimited delimited) {
      return delimited.delimiters().longest();
    } else if (framing instanceof BinaryLength binary) {
      return Math.max(binary.offset() + binary.width(), binary.strip());
    } else if (framing instanceof DecimalLength) {
      return Digits.MOST + 2;
    } else if (framing instanceof Varint) {
      return 5;
    }
    return framing.frameBound(1) - 1;
  }

  static byte[] encode(Framing framing, Message... messages) throws UnencodableMessage {
    byte[] stream = {};
    for (Message message : messages) {
      ByteBuffer frame = ByteBuffer.allocate(Math.toIntExact(framing.frameBound(message.size())));
      framing.encode(message.buffer(), frame);
      stream = join(stream, Arrays.copyOf(frame.array(), frame.position()));
    }
    return stream;
  }

  static boolean accepts(Framing framing, Message message) {
    try {
      encode(framing, message);
      return true;
    } catch (UnencodableMessage e) {
      return false;
    }
  }

  static byte[] join(byte[] some, byte[] others) {
    byte[] joined = Arrays.copyOf(some, some.length + others.length);
    System.arraycopy(others, 0, joined, some.length, others.length);
    return joined;
  }

  static byte[] range(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  static byte[] rest(ByteBuffer buffer) {
    byte[] rest = new byte[buffer.remaining()];
    buffer.get(buffer.position(), rest);
    return rest;
  }

  /** Text in which each char is a byte. */
  static byte[] bytes(String latin1) {
    return latin1.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
