package dev.leat.framing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Messages, streams, cuts and limits to try framings with. */
final class Streams {
  /** Framings whose frames {@link #naiveFrame} can write without looking at the message. */
  static final List<String> NAIVE =
      Framings.ENCODING.stream()
          .filter(text -> !text.matches("[hu].*|varint|netstring|slip|cobs"))
          .toList();

  /** Bytes that mean something to some framing. */
  private static final byte[] TELLING =
      Framings.bytes(
          "\r\n\0~#abcEND;019 :,_-\"{}[]\\\u0001\u0002\u0003\u00c0\u00db\u00dc\u00dd\u00e2\u0082\u00ac\u00ff");

  private Streams() {}

  static Arbitrary<Message> messages(String text) {
    if (text.contains("chars")) {
      return Arbitraries.strings()
          .withChars("aä€\n\r")
          .withChars('\ud7ff', '\ue000')
          .ofMaxLength(12)
          .map(Message::of);
    }
    if (text.equals("json")) {
      return json();
    }
    Arbitrary<byte[]> bytes =
        text.startsWith("fixed:")
            ? oneOf(Arbitraries.bytes())
                .array(byte[].class)
                .ofSize(Integer.parseInt(text.substring(6)))
            : Arbitraries.oneOf(
                Arbitraries.of(boxed(alphabet(text))).array(byte[].class).ofMaxSize(8),
                oneOf(Arbitraries.bytes()).array(byte[].class).ofMaxSize(40),
                Arbitraries.of((byte) 'x').array(byte[].class).ofMinSize(90).ofMaxSize(140));
    return bytes.map(Message::of);
  }

  /** Values, and texts that are nearly values. */
  private static Arbitrary<Message> json() {
    Arbitrary<String> scalars =
        Arbitraries.of(
            "0",
            "-1.5e+3",
            "12",
            "true",
            "false",
            "null",
            "\"\"",
            "\"a \\\" ]}\\n\"",
            "[]",
            "{}",
            "\"\u00e4\"");
    Arbitrary<String> values =
        Arbitraries.recursive(
            () -> scalars,
            inner ->
                Arbitraries.oneOf(
                    inner.list().ofMaxSize(3).map(list -> "[" + String.join(", ", list) + "]"),
                    inner
                        .list()
                        .ofMaxSize(2)
                        .map(list -> "{\n\"k\":" + String.join(",\"k\":", list) + "}")),
            0,
            3);
    Arbitrary<String> nearly =
        Arbitraries.strings().withChars("{}[]\",:\\ \n01-.etruefalsn\u0000").ofMaxLength(7);
    return Arbitraries.frequencyOf(Tuple.of(3, values), Tuple.of(1, nearly)).map(Message::of);
  }

  private static Arbitrary<Byte> oneOf(Arbitrary<Byte> any) {
    return Arbitraries.oneOf(
        any, Arbitraries.of(boxed(TELLING)), Arbitraries.bytes().between((byte) 'a', (byte) 'z'));
  }

  /** The bytes of the framing's own delimiters and one more, so that near misses are common. */
  private static byte[] alphabet(String text) {
    return Framing.parse(text) instanceof Delimited delimited
        ? Stream.of(delimited.delimiters().all()).reduce(Framings.bytes("x\r"), Framings::join)
        : TELLING;
  }

  private static Byte[] boxed(byte[] bytes) {
    Byte[] boxed = new Byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      boxed[i] = bytes[i];
    }
    return boxed;
  }

  /** A frame written without any check. */
  static byte[] naiveFrame(Framing framing, Message message) {
    if (framing instanceof Delimited delimited) {
      return Framings.join(message.bytes(), delimited.delimiters().written());
    } else if (framing instanceof FixedLength) {
      return message.bytes();
    } else if (framing.equals(StxEtx.STX_ETX)) {
      return Framings.join(
          Framings.join(Framings.bytes("\u0002"), message.bytes()), Framings.bytes("\u0003"));
    } else if (framing.equals(JsonValues.JSON)) {
      return Framings.join(message.bytes(), Framings.bytes("\n"));
    } else if (framing.equals(DecimalLength.OCTETS)) {
      return Framings.join(
          (message.size() + " ").getBytes(StandardCharsets.US_ASCII), message.bytes());
    }
    throw new AssertionError(framing);
  }

  /** Some frames, some bytes that mean something, some that mean nothing. */
  static Arbitrary<byte[]> noise(String text) {
    Framing framing = Framing.parse(text);
    Arbitrary<byte[]> frames =
        !Framings.ENCODING.contains(text)
            ? Arbitraries.bytes().between((byte) 0, (byte) 12).array(byte[].class).ofMaxSize(20)
            : messages(text)
                .filter(10_000, message -> Framings.accepts(framing, message))
                .map(message -> {
                  try {
                    return Framings.encode(framing, message);
                  } catch (UnencodableMessage e) {
                    throw new AssertionError(e);
                  }
                });
    Arbitrary<byte[]> pieces =
        Arbitraries.frequencyOf(
            Tuple.of(6, frames),
            Tuple.of(1, frames.map(frame -> Framings.range(frame, 0, frame.length / 2))),
            Tuple.of(1, Arbitraries.of(boxed(TELLING)).array(byte[].class).ofMaxSize(5)),
            Tuple.of(1, oneOf(Arbitraries.bytes()).array(byte[].class).ofMaxSize(12)));
    return pieces
        .list()
        .ofMaxSize(6)
        .map(list -> list.stream().reduce(new byte[0], Framings::join));
  }

  static Arbitrary<DecoderOptions> options(String text) {
    return Combinators.combine(
            Arbitraries.integers().between(1, 60), tooLong(text), Arbitraries.of(Partial.class))
        .as(DecoderOptions::new);
  }

  private static Arbitrary<TooLong> tooLong(String text) {
    return text.matches("json|eof")
        ? Arbitraries.just(TooLong.ERROR)
        : Arbitraries.of(TooLong.class);
  }

  /** Places to cut, to be made to {@link #fit}. */
  static Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(0, 10_000).list().ofMaxSize(8);
  }

  static List<Integer> fit(List<Integer> cuts, byte[] stream) {
    return cuts.stream().map(cut -> cut % (stream.length + 1)).sorted().toList();
  }
}
