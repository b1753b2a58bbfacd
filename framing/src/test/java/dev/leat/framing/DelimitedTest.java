package dev.leat.framing;

import static dev.leat.framing.Expect.decoded;
import static dev.leat.framing.Expect.encoded;
import static dev.leat.framing.Expect.error;
import static dev.leat.framing.Expect.messages;
import static dev.leat.framing.Expect.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DelimitedTest {
  private static final DecoderOptions FOUR = DecoderOptions.standard().max(4);

  @Test
  void aLineEndsWithLfAndLosesTheCrBeforeIt() {
    assertThat(decoded("lines", "a\nb\r\n\n\r\nc\r\r\nd\re\n"))
        .isEqualTo(messages("a", "b", "", "", "c\r", "d\re"));
  }

  @Test
  void aLastLineWithoutItsLfIsALine() {
    assertThat(decoded("lines", "a\nb")).isEqualTo(messages("a", "b"));
    assertThat(decoded("lines", "a\nb\r")).isEqualTo(messages("a", "b"));
    assertThat(decoded("lines", "a\n")).isEqualTo(messages("a"));
    assertThat(decoded("lines", "")).isEmpty();
  }

  @Test
  void aLastLineWithoutItsLfIsLeftOutOrRefusedWhereSaid() {
    assertThat(outcome("lines", FOUR.partial(Partial.DROP), "a\nb"))
        .isEqualTo(new Feeding.Outcome(messages("a"), null, 1));
    assertThat(error("lines", FOUR.partial(Partial.ERROR), "a\nbc"))
        .isInstanceOf(TruncatedFrame.class)
        .hasMessage("socket connection broken: 2 bytes of an unfinished message");
  }

  @Test
  void aLineMayHaveTheMaximumAndItsCrLf() {
    assertThat(decoded("lines", FOUR, "abcd\r\nabcd\nabcd"))
        .isEqualTo(messages("abcd", "abcd", "abcd"));
    assertThat(decoded("lines", FOUR, "abcd\r")).isEqualTo(messages("abcd"));
  }

  @Test
  void aLineThatIsTooLongIsRefusedBeforeItsEndHasCome() {
    var feeding =
        new Feeding(Framing.lines(), FOUR, BufferKind.HEAP).feed(Framings.bytes("abcdef"));
    assertThat(feeding.error())
        .isInstanceOf(FrameTooLong.class)
        .hasMessage("message too long: 6 bytes or more, the limit is 4");
  }

  @Test
  void aLineThatIsTooLongAtTheEndIsTooLongAllTheSame() {
    assertThat(error("lines", FOUR, "abcde")).isInstanceOf(FrameTooLong.class);
    assertThat(error("crlf", FOUR, "abcd\n")).isInstanceOf(FrameTooLong.class);
    assertThat(outcome("crlf", FOUR.tooLong(TooLong.TRUNCATE), "abcd\n"))
        .isEqualTo(new Feeding.Outcome(messages("abcd"), null, 1));
    assertThat(outcome("crlf", FOUR.tooLong(TooLong.DROP), "abcd\n"))
        .isEqualTo(new Feeding.Outcome(messages(), null, 1));
  }

  @Test
  void aLineThatIsTooLongIsLeftOutAndCountedOnce() {
    assertThat(
            outcome(
                "lines",
                FOUR.tooLong(TooLong.DROP),
                "a\n" + "x".repeat(100) + "\nb\n" + "y".repeat(9)))
        .isEqualTo(new Feeding.Outcome(messages("a", "b"), null, 2));
  }

  @Test
  void aLineThatIsTooLongIsCutAndCountedOnce() {
    assertThat(
            outcome(
                "lines", FOUR.tooLong(TooLong.TRUNCATE), "a\n" + "x".repeat(100) + "\nb\nyyyyyyyy"))
        .isEqualTo(new Feeding.Outcome(messages("a", "xxxx", "b", "yyyy"), null, 2));
  }

  @Test
  void whatIsThrownAwayIsNotHeld() {
    var feeding = new Feeding(Framing.lines(), FOUR.tooLong(TooLong.DROP), BufferKind.HEAP);
    for (int i = 0; i < 50; i++) {
      feeding.feed(Framings.bytes("xxxxxxxx"));
      assertThat(feeding.kept().length).isLessThanOrEqualTo(1);
    }
    assertThat(feeding.decoder.dropped()).isEqualTo(1);
  }

  @Test
  void theEndOfAMessageThatIsThrownAwayIsAnErrorWhereAPartialOneIs() {
    assertThat(error("lines", FOUR.tooLong(TooLong.DROP).partial(Partial.ERROR), "x".repeat(20)))
        .isInstanceOf(TruncatedFrame.class)
        .hasMessageContaining("20 bytes");
  }

  @Test
  void crlfEndsOnlyWithBoth() {
    assertThat(decoded("crlf", "a\nb\rc\r\r\n\r\n")).isEqualTo(messages("a\nb\rc\r", ""));
  }

  @Test
  void nulEndsMessages() throws UnencodableMessage {
    assertThat(decoded("nul", "a\0\0b\n\0")).isEqualTo(messages("a", "", "b\n"));
    assertThat(encoded("nul", "a", "")).isEqualTo("a\0\0");
  }

  @Test
  void aDelimiterIsFoundWhereItsBeginningStoodBefore() {
    assertThat(decoded("delim:aab", "aaab-aab")).isEqualTo(messages("a", "-"));
    assertThat(decoded("delim:##", "a#b###c")).isEqualTo(messages("a#b", "#c"));
  }

  @Test
  void ofSeveralDelimitersTheOneThatEndsFirstCounts() {
    assertThat(decoded("delim:;|END", "a;bENDcEN;")).isEqualTo(messages("a", "b", "cEN"));
    assertThat(decoded("delim:bab|cbab", "acbab")).isEqualTo(messages("a"));
  }

  @Test
  void theFirstDelimiterIsWritten() throws UnencodableMessage {
    assertThat(encoded("delim:;|END", "a", "b")).isEqualTo("a;b;");
    assertThat(encoded("lines", "a", "")).isEqualTo("a\n\n");
    assertThat(encoded("crlf", "a\n")).isEqualTo("a\n\r\n");
  }

  @Test
  void whatWouldNotComeBackIsNotWritten() {
    assertThatThrownBy(() -> encoded("lines", "a\nb"))
        .isInstanceOf(UnencodableMessage.class)
        .hasMessage("a message framed as lines cannot contain \"\\n\", which would end it");
    assertThatThrownBy(() -> encoded("lines", "a\r"))
        .hasMessage(
            "a message framed as lines cannot end with \"\\r\": it would be stripped on reading");
    assertThatThrownBy(() -> encoded("delim:##", "a#"))
        .hasMessage(
            "a message framed as delim:## cannot end with \"#\": a delimiter would be found too early");
    assertThatThrownBy(() -> encoded("delim:;|END", "aENDb"))
        .isInstanceOf(UnencodableMessage.class);
  }

  @Test
  void delimitersThatCannotWorkAreRefused() {
    assertThatThrownBy(() -> Framing.parse("delim:"))
        .hasMessage("framing delim:: a delimiter cannot be empty");
    assertThatThrownBy(() -> Framing.parse("delim:a||b")).hasMessageContaining("cannot be empty");
    assertThatThrownBy(() -> Framing.parse("delim:a|b|a"))
        .hasMessageContaining("\"a\" is there twice");
    assertThatThrownBy(() -> Framing.parse("delim:A|xAy"))
        .hasMessageContaining(
            "the delimiter \"xAy\" can never be found: another one inside it ends the message before");
    assertThatThrownBy(() -> Framing.delimiter()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPartialMessageIsHandedOutOnDemand() throws FramingException {
    Decoder decoder = Framing.lines().decoder(FOUR);
    var input = java.nio.ByteBuffer.wrap(Framings.bytes("hi\nlog"));
    assertThat(Message.copyOf(decoder.decode(input)).text()).isEqualTo("hi");
    assertThat(decoder.decode(input)).isNull();
    assertThat(Message.copyOf(decoder.takePartial(input)).text()).isEqualTo("log");
    assertThat(decoder.takePartial(input)).isNull();
    assertThat(decoder.dropped()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void manyFramesArePassedAtOnceUpToAPlace(BufferKind kind) throws FramingException {
    ByteBuffer input = kind.of("a\nbb\n\nccc\r\n0123456789\nrest".getBytes(UTF_8));
    int start = input.position();
    Decoder decoder = Framing.lines().decoder();
    assertThat(decoder.skip(input, 1)).isZero();
    assertThat(decoder.skip(input, 4)).isEqualTo(1);
    assertThat(input.position() - start).isEqualTo(2);
    assertThat(decoder.skip(input, 19)).isEqualTo(3);
    assertThat(decoder.skip(input, 10)).isZero();
    assertThat(decoder.skip(input, 1000)).isEqualTo(1);
    assertThat(decoder.skip(input, 1000)).isZero();
    assertThat(input.remaining()).isEqualTo(4);
  }

  @Test
  void noFrameThatIsTooLongIsPassedWithOthers() throws FramingException {
    Decoder decoder =
        Framing.lines().decoder(DecoderOptions.standard().max(4).tooLong(TooLong.DROP));
    ByteBuffer input = ByteBuffer.wrap("a\n012345678\nb\n".getBytes(UTF_8));
    assertThat(decoder.skip(input, 1000)).isEqualTo(1);
    assertThat(decoder.skip(input, 1000)).isZero();
    assertThat(Message.copyOf(decoder.decode(input))).isEqualTo(Message.of("b"));
    assertThat(decoder.dropped()).isEqualTo(1);
  }
}
