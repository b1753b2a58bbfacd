package dev.leat.framing;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The rule from messages to frames and back: how a stream of bytes is cut into messages.
 *
 * <p>A framing is a value: immutable, comparable, safe to share between threads. It encodes by
 * itself, because encoding keeps no state; a stream to be read gets a {@link Decoder} of its own.
 *
 * <p>Its text form, given by {@link Object#toString()} and read by {@link #parse(String)}, is the
 * same in code, on the command line and in configuration: {@code lines}, {@code delim:~}, {@code
 * header:10,align=right}, {@code u32be}. The common ones have a method here; {@link #parse} knows
 * them all.
 */
public sealed interface Framing
    permits Delimited,
        FixedLength,
        TextHeader,
        BinaryLength,
        Varint,
        DecimalLength,
        StxEtx,
        Slip,
        Cobs,
        JsonValues,
        UntilEnd,
        Unframed {

  /**
   * Reads a framing's text form.
   *
   * <table>
   * <caption>The framings</caption>
   * <tr><th>text<th>frame
   * <tr><td>{@code lines}<td>LF ends a message; a CR before it is stripped on reading
   * <tr><td>{@code crlf}, {@code nul}<td>CR LF, or a NUL byte, ends a message
   * <tr><td>{@code delim:~}<td>the given bytes end a message; with the escapes <code>&#92;n &#92;r &#92;t &#92;0 &#92;&#92; &#92;| &#92;xHH</code>; of {@code
   *     delim:A|B} whichever comes first, and A is written
   * <tr><td>{@code fixed:N}<td>every message has N bytes
   * <tr><td>{@code header:10}<td>the length in decimal digits, on the left of 10 characters filled with spaces, then the message;
   *     {@code ,align=right}, {@code ,align=center}, {@code ,pad=0} (on the right, filled with zeros), {@code ,count=chars} (UTF-8
   *     code points instead of bytes)
   * <tr><td>{@code u8}, {@code u16be}, {@code u16le}, u24, u32, u64<td>a binary length, then the message; {@code ,adjust=N} is added
   *     to the length that is read, {@code ,inclusive}: the length counts the frame from its start; for reading alone
   *     {@code ,offset=N}: bytes before the length, {@code ,strip=N}: bytes of the frame's start that are left out (all of the
   *     header, unless said)
   * <tr><td>{@code varint}<td>a base-128 length, then the message, as Protocol Buffers delimits them
   * <tr><td>{@code netstring}<td>{@code 5:hello,}
   * <tr><td>{@code octets}<td>octet counting as in RFC 6587: {@code 5 hello}
   * <tr><td>{@code stx-etx}<td>STX (02), the message, ETX (03)
   * <tr><td>{@code slip}, {@code cobs}<td>as in RFC 1055, and in Cheshire and Baker, 1999, with a zero after each frame
   * <tr><td>{@code json}<td>one JSON value after another, with or without white space between; written with an LF after each. A number, {@code true}, {@code false} or {@code null} by itself ends with white space or where a bracket or a string begins. Checked is what it takes to find the end: brackets, strings, and what stands alone; between brackets <code>{x:1}</code> passes
   * <tr><td>{@code eof}<td>one message: everything until the peer finishes
   * <tr><td>{@code raw}, {@code datagram}<td>no framing: what one read, or one datagram, brought
   * </table>
   *
   * @throws IllegalArgumentException if the text is not a framing; the message says which part and
   *     what would be right
   */
  static Framing parse(String text) {
    return FramingText.parse(text);
  }

  /** Lines of text: LF ends a message; a CR before it is stripped on reading. */
  static Framing lines() {
    return Delimited.LINES;
  }

  /** CR LF ends a message; either alone is part of it. */
  static Framing crlf() {
    return Delimited.CRLF;
  }

  /** A NUL byte ends a message. */
  static Framing nul() {
    return Delimited.NUL;
  }

  /**
   * These bytes end a message.
   *
   * @throws IllegalArgumentException if there are none
   */
  static Framing delimiter(byte... bytes) {
    return new Delimited(new Delimiters(bytes.clone()));
  }

  /**
   * Every message has so many bytes.
   *
   * @throws IllegalArgumentException if the length is less than 1
   */
  static Framing fixed(int length) {
    return new FixedLength(length);
  }

  /**
   * The message's length in decimal digits, on the left of so many characters filled with spaces,
   * then the message.
   *
   * @throws IllegalArgumentException if the width is not 1 to 64
   */
  static Framing header(int width) {
    return new TextHeader(width);
  }

  /**
   * The message's length as an unsigned binary number, then the message.
   *
   * @param width bytes of the length: 1, 2, 3, 4 or 8
   * @throws IllegalArgumentException if the width is another
   */
  static Framing length(int width, ByteOrder order) {
    return new BinaryLength(width, order);
  }

  /** The message's length in base 128, then the message, as Protocol Buffers delimits them. */
  static Framing varint() {
    return Varint.VARINT;
  }

  /** One JSON value after another; written with an LF after each. */
  static Framing json() {
    return JsonValues.JSON;
  }

  /** No framing: what one read brought is a message. */
  static Framing raw() {
    return Unframed.RAW;
  }

  /** No framing: what one datagram brought is a message. */
  static Framing datagram() {
    return Unframed.DATAGRAM;
  }

  /** A decoder with the standard options: at most 1 MiB a message, too long is an error. */
  default Decoder decoder() {
    return decoder(DecoderOptions.standard());
  }

  /**
   * A decoder for one stream of bytes. It is used by one thread at a time.
   *
   * @throws IllegalArgumentException if the framing cannot do what the options ask
   */
  Decoder decoder(DecoderOptions options);

  /**
   * The most bytes that the frame of a message of so many bytes can take.
   *
   * @param messageLength bytes of the message, 0 or more
   */
  long frameBound(int messageLength);

  /**
   * Writes a message's frame: {@code message} is consumed and {@code target} advanced. On an
   * exception both are as they were.
   *
   * @throws UnencodableMessage if the frame would not be read back as this message
   * @throws BufferOverflowException if {@code target} has no room; {@link #frameBound} bytes are
   *     always enough
   */
  void encode(ByteBuffer message, ByteBuffer target) throws UnencodableMessage;

  /**
   * Whether the bytes alone tell where a message ends. False for {@code raw}, {@code datagram} and
   * {@code eof}, where what one read, one datagram or one connection brought is the message.
   */
  boolean selfDelimiting();
}
