package dev.leat.framing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Messages, streams, cuts and limits to try framings with. */
final class Streams {
  /** Framings whose frames {@link #naiveFrame} can write without looking at the message. */
  static final List<String> NAIVE =
      Framings.ENCODING.stream().filter(text -> !text.matches("[hu].*|varint|netstring")).toList();

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
        Framings.READING.contains(text)
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
            net.jqwik.api.Tuple.of(6, frames),
            net.jqwik.api.Tuple.of(
                1, frames.map(frame -> Framings.range(frame, 0, frame.length / 2))),
            net.jqwik.api.Tuple.of(
                1, Arbitraries.of(boxed(TELLING)).array(byte[].class).ofMaxSize(5)),
            net.jqwik.api.Tuple.of(
                1, oneOf(Arbitraries.bytes()).array(byte[].class).ofMaxSize(12)));
    return pieces
        .list()
        .ofMaxSize(6)
        .map(list -> list.stream().reduce(new byte[0], Framings::join));
  }

  static Arbitrary<DecoderOptions> options(String text) {
    return Combinators.combine(
            Arbitraries.integers().between(1, 60),
            Arbitraries.of(TooLong.class),
            Arbitraries.of(Partial.class))
        .as(DecoderOptions::new);
  }

  /** Places to cut, to be made to {@link #fit}. */
  static Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(0, 10_000).list().ofMaxSize(8);
  }

  static List<Integer> fit(List<Integer> cuts, byte[] stream) {
    return cuts.stream().map(cut -> cut % (stream.length + 1)).sorted().toList();
  }
}
