package dev.leat.framing;

import static dev.leat.framing.Expect.decoded;
import static dev.leat.framing.Expect.encoded;
import static dev.leat.framing.Expect.error;
import static dev.leat.framing.Expect.messages;
import static dev.leat.framing.Expect.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextHeaderTest {
  @Test
  void theLengthStandsWhereTheAlignmentSays() throws UnencodableMessage {
    assertThat(encoded("header:10", "hello")).isEqualTo("5         hello");
    assertThat(encoded("header:10,align=right", "hello")).isEqualTo("         5hello");
    assertThat(encoded("header:10,align=center", "hello")).isEqualTo("    5     hello");
    assertThat(encoded("header:10,pad=0", "hello")).isEqualTo("0000000005hello");
    assertThat(encoded("header:4,pad=_", "hello world")).isEqualTo("11__hello world");
  }

  @Test
  void aLengthIsReadOnWhicheverSideItStands() {
    assertThat(decoded("header:4", "5   hello   5hello  5 hello0   0005hello"))
        .isEqualTo(messages("hello", "hello", "hello", "", "hello"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"    ", "+5  ", "-5  ", "5 5 ", "5a  ", "0x5 ", "\t5  ", "5\0  ", "٥  "})
  void whatIsNoNumberIsNoLength(String header) {
    String bytes = new String(header.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(error("header:4", "1   x" + bytes + "hello"))
        .isInstanceOfSatisfying(
            MalformedFrame.class,
            malformed -> {
              assertThat(malformed.position()).isEqualTo(5);
              assertThat(malformed.bytes()).isEqualTo(Framings.bytes(bytes));
            })
        .hasMessage(
            "the length header is not a number at byte 5: " + Bytes.quote(Framings.bytes(bytes)));
  }

  @Test
  void aLengthThatOverflowsIsNoLength() {
    assertThat(error("header:40", "9".repeat(40))).isInstanceOf(MalformedFrame.class);
    assertThat(error("header:40", "0".repeat(23) + "9".repeat(17)))
        .isInstanceOf(FrameTooLong.class);
    assertThat(error("header:10", "2147483648")).isInstanceOf(FrameTooLong.class);
  }

  @Test
  void aLengthThatDoesNotFitIsNotWritten() {
    assertThatThrownBy(() -> encoded("header:1", "0123456789"))
        .isInstanceOf(UnencodableMessage.class)
        .hasMessage("a length of 10 bytes does not fit the 1 digits of header:1");
  }

  @Test
  void codePointsAreCountedWhereSaid() throws UnencodableMessage {
    String text = new String("aä€😀".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(encoded("header:2,count=chars", text)).isEqualTo("4 " + text);
    assertThat(decoded("header:2,count=chars", "4 " + text + "0 1 a"))
        .isEqualTo(messages(text, "", "a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00e2\u0082",
        "\u00c0\u0080",
        "\u00ed\u00a0\u0080",
        "\u00f4\u0090\u0080\u0080",
        "\u0080",
        "\u00ff"
      })
  void whatIsNotUtf8HasNoCodePoints(String latin1) {
    assertThatThrownBy(() -> encoded("header:2,count=chars", "a" + latin1))
        .isInstanceOf(UnencodableMessage.class)
        .hasMessageContaining(
            "must be UTF-8, but is not at byte 1: " + Bytes.quote(Framings.bytes(latin1)));
    assertThat(error("header:2,count=chars", "3 a" + latin1 + "aaa"))
        .isInstanceOf(MalformedFrame.class)
        .hasMessageStartingWith("the message is not UTF-8 at byte 3");
  }

  @Test
  void theMaximumIsInBytesAlsoWhereCodePointsAreCounted() {
    var four = DecoderOptions.standard().max(4);
    String euro = "\u00e2\u0082\u00ac";
    assertThat(decoded("header:1,count=chars", four, "2a" + euro)).isEqualTo(messages("a" + euro));
    assertThat(error("header:1,count=chars", four, "2" + euro + euro))
        .isInstanceOf(FrameTooLong.class);
    assertThat(error("header:1,count=chars", four, "5")).isInstanceOf(FrameTooLong.class);
    assertThat(
            outcome(
                "header:1,count=chars", four.tooLong(TooLong.TRUNCATE), "3" + euro + euro + "a1b"))
        .isEqualTo(new Feeding.Outcome(messages(euro, "b"), null, 1));
    assertThat(
            outcome("header:1,count=chars", four.tooLong(TooLong.DROP), "3" + euro + euro + "a1b"))
        .isEqualTo(new Feeding.Outcome(messages("b"), null, 1));
  }

  @Test
  void paddingThatCouldBeReadAsDigitsIsRefused() {
    assertThatThrownBy(() -> Framing.parse("header:4,align=left,pad=0"))
        .hasMessage(
            "framing header:4,align=left,pad=0: a header padded with 0 must be aligned right, or 5 would be read as 50");
    assertThatThrownBy(() -> Framing.parse("header:4,pad=7"))
        .hasMessageContaining("cannot be padded with 7");
    assertThatThrownBy(() -> Framing.parse("header:4,pad=ab"))
        .hasMessageContaining("pad must be one byte, not \"ab\"");
    assertThatThrownBy(() -> Framing.header(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"header:4", "header:4,count=chars"})
  void saysHowLongAMessageIsAsSoonAsItsHeaderIsThere(String framing) throws FramingException {
    Decoder decoder = Framing.parse(framing).decoder();
    ByteBuffer input = ByteBuffer.wrap(Framings.bytes("5   hello2   ok3  ")).limit(3);

    assertThat(decoder.decode(input)).isNull();
    assertThat(decoder.announced()).isEqualTo(-1);
    assertThat(decoder.decode(input.limit(4))).isNull();
    assertThat(decoder.announced()).isEqualTo(5);
    assertThat(decoder.decode(input.limit(input.capacity()))).isNotNull();
    assertThat(decoder.announced()).isEqualTo(5);
    assertThat(decoder.decode(input)).isNotNull();
    assertThat(decoder.announced()).isEqualTo(2);
    assertThat(decoder.decode(input)).isNull();
    assertThat(decoder.announced()).isEqualTo(-1);
  }

  @Test
  void whereThereIsNoHeaderNoLengthIsAnnounced() throws FramingException {
    Decoder decoder = Framing.lines().decoder();

    assertThat(decoder.decode(ByteBuffer.wrap(Framings.bytes("hello\n")))).isNotNull();
    assertThat(decoder.announced()).isEqualTo(-1);
  }
}
