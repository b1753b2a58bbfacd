package dev.leat.framing;

import java.nio.ByteOrder;

/**
 * The text form of framings: {@code name}, {@code name:argument}, each with {@code ,option=value}
 * behind.
 */
final class FramingText {
  private static final String DELIMITER = "delim:";

  private FramingText() {}

  static Framing parse(String text) {
    String name = text.split("[:,]", 2)[0];
    FramingNames.check(name);
    try {
      // A delimiter may hold anything, also what separates options.
      return text.startsWith(DELIMITER)
          ? Delimited.of(text.substring(DELIMITER.length()))
          : named(new FramingWords(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("framing " + text + ": " + e.getMessage(), e);
    }
  }

  private static Framing named(FramingWords words) {
    Framing framing =
        switch (words.name()) {
          case "lines" -> Delimited.LINES;
          case "crlf" -> Delimited.CRLF;
          case "nul" -> Delimited.NUL;
          case "delim" -> throw new IllegalArgumentException("say which bytes, as in delim:~");
          case "fixed" -> new FixedLength(words.argument("the bytes of a message, as in fixed:16"));
          case "header" -> header(words);
          case "u8" -> binary(words, 1, ByteOrder.BIG_ENDIAN);
          case "u16be" -> binary(words, 2, ByteOrder.BIG_ENDIAN);
          case "u16le" -> binary(words, 2, ByteOrder.LITTLE_ENDIAN);
          case "u24be" -> binary(words, 3, ByteOrder.BIG_ENDIAN);
          case "u24le" -> binary(words, 3, ByteOrder.LITTLE_ENDIAN);
          case "u32be" -> binary(words, 4, ByteOrder.BIG_ENDIAN);
          case "u32le" -> binary(words, 4, ByteOrder.LITTLE_ENDIAN);
          case "u64be" -> binary(words, 8, ByteOrder.BIG_ENDIAN);
          case "u64le" -> binary(words, 8, ByteOrder.LITTLE_ENDIAN);
          case "varint" -> Varint.VARINT;
          case "netstring" -> DecimalLength.NETSTRING;
          case "octets" -> DecimalLength.OCTETS;
          case "stx-etx" -> StxEtx.STX_ETX;
          case "slip" -> Slip.SLIP;
          case "cobs" -> Cobs.COBS;
          case "json" -> JsonValues.JSON;
          case "eof" -> UntilEnd.EOF;
          case "raw" -> Unframed.RAW;
          case "datagram" -> Unframed.DATAGRAM;
          default -> throw new AssertionError(words.name());
        };
    words.refuseRest();
    return framing;
  }

  private static Framing header(FramingWords words) {
    int width = words.argument("the characters of the length, as in header:10");
    String pad = words.option("pad", " ");
    byte[] padding = Escapes.read(pad);
    if (padding.length != 1) {
      throw new IllegalArgumentException("pad must be one byte, not " + Bytes.quote(padding));
    }
    TextHeader.Align usual = padding[0] == '0' ? TextHeader.Align.RIGHT : TextHeader.Align.LEFT;
    TextHeader.Align align = words.choice("align", TextHeader.Align.class, usual);
    TextHeader.Counts counts =
        words.choice("count", TextHeader.Counts.class, TextHeader.Counts.BYTES);
    return new TextHeader(width, align, padding[0], counts);
  }

  private static Framing binary(FramingWords words, int width, ByteOrder order) {
    int adjust = words.number("adjust", 0);
    boolean inclusive = words.flag("inclusive");
    int offset = words.number("offset", 0);
    int strip = words.number("strip", offset + width);
    return new BinaryLength(width, order, adjust, inclusive, offset, strip);
  }
}
