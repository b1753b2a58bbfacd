package dev.leat.framing;

import static dev.leat.framing.Expect.decoded;
import static dev.leat.framing.Expect.encoded;
import static dev.leat.framing.Expect.error;
import static dev.leat.framing.Expect.messages;
import static dev.leat.framing.Expect.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What the framings that say a length first have in common. */
class CountedTest {
  private static final DecoderOptions FOUR = DecoderOptions.standard().max(4);

  @Test
  void aPeerThatBreaksOffInAMessageIsAnErrorThatSaysHowFarItCame() {
    assertThat(error("u8", "\u0001a\u000chello"))
        .isInstanceOf(TruncatedFrame.class)
        .hasMessage("socket connection broken: 5 of 12 bytes");
    assertThat(error("header:10", "12        hello"))
        .hasMessage("socket connection broken: 5 of 12 bytes");
    assertThat(error("fixed:12", "hello")).hasMessage("socket connection broken: 5 of 12 bytes");
    assertThat(error("netstring", "12:hello"))
        .hasMessage("socket connection broken: 5 of 12 bytes");
    assertThat(error("netstring", "5:hello")).hasMessage("socket connection broken: 5 of 6 bytes");
  }

  @Test
  void aPeerThatBreaksOffInAHeaderIsAnError() {
    assertThat(error("header:10", "12   ")).hasMessage("socket connection broken: 5 of 10 bytes");
    assertThat(error("u32be", "\0")).hasMessage("socket connection broken: 1 of 4 bytes");
    assertThat(error("varint", "\u00ff"))
        .hasMessage("socket connection broken: 1 bytes of an unfinished message");
  }

  @Test
  void aPartialMessageIsHandedOutOrLeftOutWhereSaid() {
    assertThat(outcome("u8", FOUR.partial(Partial.EMIT), "\u0001a\u0003bc"))
        .isEqualTo(new Feeding.Outcome(messages("a", "bc"), null, 0));
    assertThat(outcome("u8", FOUR.partial(Partial.DROP), "\u0001a\u0003bc"))
        .isEqualTo(new Feeding.Outcome(messages("a"), null, 1));
  }

  @Test
  void aPartialHeaderIsNoMessageButIsCounted() {
    assertThat(outcome("u16be", FOUR.partial(Partial.EMIT), "\0\u0001a\0"))
        .isEqualTo(new Feeding.Outcome(messages("a"), null, 1));
  }

  @Test
  void aHeaderThatClaimsTooMuchIsRefusedBeforeAnyOfTheMessageHasCome() {
    var feeding = new Feeding(Framing.parse("u32be"), DecoderOptions.standard(), BufferKind.HEAP);
    feeding.feed(Framings.bytes("\u0080\0\0\0"));
    assertThat(feeding.error())
        .isInstanceOf(FrameTooLong.class)
        .hasMessage("message too long: 2147483648 bytes or more, the limit is 1048576");
    assertThat(((FrameTooLong) feeding.error()).length()).isEqualTo(1L << 31);
  }

  @Test
  void aMessageThatIsTooLongIsLeftOutAsItComes() {
    for (String framing : new String[] {"u8", "varint"}) {
      assertThat(
              outcome(
                  framing,
                  FOUR.tooLong(TooLong.DROP),
                  "\u0001a\u0009" + "x".repeat(9) + "\u0001b\u0005yyyyy"))
          .isEqualTo(new Feeding.Outcome(messages("a", "b"), null, 2));
    }
    assertThat(outcome("fixed:5", FOUR.tooLong(TooLong.DROP), "xxxxxyyyyy"))
        .isEqualTo(new Feeding.Outcome(messages(), null, 2));
  }

  @Test
  void aMessageThatIsTooLongIsCut() {
    assertThat(outcome("u8", FOUR.tooLong(TooLong.TRUNCATE), "\u0001a\u0009xxxxyyyyy\u0001b"))
        .isEqualTo(new Feeding.Outcome(messages("a", "xxxx", "b"), null, 1));
    assertThat(outcome("netstring", FOUR.tooLong(TooLong.TRUNCATE), "5:xxxxy,5:xxxxy,"))
        .isEqualTo(new Feeding.Outcome(messages("xxxx", "xxxx"), null, 2));
  }

  @Test
  void whatIsThrownAwayIsNotHeld() {
    var feeding = new Feeding(Framing.parse("u32be"), FOUR.tooLong(TooLong.DROP), BufferKind.HEAP);
    feeding.feed(Framings.bytes("\u007f\u00ff\u00ff\u00ff"));
    for (int i = 0; i < 50; i++) {
      feeding.feed(Framings.bytes("x".repeat(1000)));
      assertThat(feeding.kept()).isEmpty();
    }
    feeding.finish();
    assertThat(feeding.error()).hasMessage("socket connection broken: 50000 of 2147483647 bytes");
    assertThat(feeding.decoder.dropped()).isEqualTo(1);
  }

  @Test
  void aHeaderStaysInTheInputUntilItsMessageIsThere() throws FramingException {
    Decoder decoder = Framing.parse("u8").decoder();
    ByteBuffer input = ByteBuffer.wrap(Framings.bytes("\u0001a\u0005bcd"));
    assertThat(decoder.skip(input)).isTrue();
    assertThat(decoder.skip(input)).isFalse();
    assertThat(decoder.decode(input)).isNull();
    assertThat(input.position()).isEqualTo(2);
    assertThat(Message.copyOf(decoder.takePartial(input)).text()).isEqualTo("bcd");
  }

  @Test
  void fixedMessagesHaveNoHeader() throws UnencodableMessage {
    assertThat(decoded("fixed:2", "abcd")).isEqualTo(messages("ab", "cd"));
    assertThat(encoded("fixed:2", "ab", "cd")).isEqualTo("abcd");
    assertThatThrownBy(() -> encoded("fixed:2", "a"))
        .hasMessage("a message framed as fixed:2 must be 2 bytes, not 1");
  }

  @Test
  void varintsAreThoseOfProtocolBuffers() throws UnencodableMessage {
    assertThat(encoded("varint", "x".repeat(300))).startsWith("\u00ac\u0002xxx");
    assertThat(encoded("varint", "")).isEqualTo("\0");
    assertThat(decoded("varint", "\u0081\0a")).isEqualTo(messages("a"));
    assertThat(error("varint", "\u00ff\u00ff\u00ff\u00ff\u000f")).isInstanceOf(FrameTooLong.class);
    assertThat(error("varint", "\u0001a\u00ff\u00ff\u00ff\u00ff\u001f"))
        .isInstanceOf(MalformedFrame.class)
        .hasMessage("the length does not fit 32 bits at byte 2: \"\\xFF\\xFF\\xFF\\xFF\\x1F\"");
  }

  @Test
  void netstringsAreThoseOfTheirSpecification() throws UnencodableMessage {
    assertThat(encoded("netstring", "hello world!", "")).isEqualTo("12:hello world!,0:,");
    assertThat(decoded("netstring", "12:hello world!,0:,")).isEqualTo(messages("hello world!", ""));
    assertThat(error("netstring", "5:hello;"))
        .isInstanceOf(MalformedFrame.class)
        .hasMessage("the message is not followed by \",\" at byte 7: \";\"");
    assertThat(error("netstring", "0:,05:hello,"))
        .hasMessage("no length, then \":\", at byte 3: \"05\"");
    assertThat(error("netstring", ":,")).isInstanceOf(MalformedFrame.class);
    assertThat(error("netstring", "-1:,")).isInstanceOf(MalformedFrame.class);
    assertThat(error("netstring", "9".repeat(19))).isInstanceOf(MalformedFrame.class);
    assertThat(error("netstring", "9".repeat(18) + ":")).isInstanceOf(FrameTooLong.class);
  }

  @Test
  void aTrailerIsCheckedAlsoBehindAMessageThatIsThrownAway() {
    assertThat(outcome("netstring", FOUR.tooLong(TooLong.DROP), "5:hello;").error())
        .isEqualTo(MalformedFrame.class);
  }

  @Test
  void octetsAreCountedAsSyslogDoes() throws UnencodableMessage {
    assertThat(encoded("octets", "hello", "1 2")).isEqualTo("5 hello3 1 2");
    assertThat(decoded("octets", "5 hello3 1 2")).isEqualTo(messages("hello", "1 2"));
    assertThat(error("octets", "0 ")).isInstanceOf(MalformedFrame.class);
    assertThat(error("octets", "5hello")).hasMessage("no length, then \" \", at byte 0: \"5h\"");
    assertThatThrownBy(() -> encoded("octets", ""))
        .hasMessage("a message framed as octets cannot be empty");
  }
}
