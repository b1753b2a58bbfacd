package dev.leat.framing;

import static dev.leat.framing.Expect.decoded;
import static dev.leat.framing.Expect.encoded;
import static dev.leat.framing.Expect.error;
import static dev.leat.framing.Expect.messages;
import static dev.leat.framing.Expect.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StxEtxTest {
  private static final DecoderOptions FOUR = DecoderOptions.standard().max(4);

  @Test
  void aMessageStandsBetweenStxAndEtx() throws UnencodableMessage {
    assertThat(encoded("stx-etx", "a", "")).isEqualTo("\u0002a\u0003\u0002\u0003");
    assertThat(decoded("stx-etx", "\u0002a\u0003\u0002\u0003\u0002\u0002b\u0003"))
        .isEqualTo(messages("a", "", "\u0002b"));
  }

  @Test
  void anEtxCannotBeSent() {
    assertThatThrownBy(() -> encoded("stx-etx", "a\u0003"))
        .isInstanceOf(UnencodableMessage.class)
        .hasMessage(
            "a message framed as stx-etx cannot contain ETX (\"\\x03\"), which would end it");
  }

  @Test
  void nothingElseMayStandBetweenFrames() {
    assertThat(error("stx-etx", "\u0002a\u0003\r\n\u0002b\u0003"))
        .isInstanceOf(MalformedFrame.class)
        .hasMessage("a frame does not begin with STX at byte 3: \"\\r\"");
  }

  @Test
  void aFrameThatTheEndCutsOffIsAnErrorUnlessSaid() {
    assertThat(error("stx-etx", "\u0002abc"))
        .hasMessage("socket connection broken: 3 bytes of an unfinished message");
    assertThat(outcome("stx-etx", FOUR.partial(Partial.EMIT), "\u0002abc"))
        .isEqualTo(new Feeding.Outcome(messages("abc"), null, 0));
    assertThat(outcome("stx-etx", FOUR.partial(Partial.DROP), "\u0002abc"))
        .isEqualTo(new Feeding.Outcome(messages(), null, 1));
  }

  @Test
  void aMessageThatIsTooLongIsRefusedLeftOutOrCut() {
    String stream = "\u0002abcd\u0003\u0002abcdefg\u0003\u0002b\u0003";
    assertThat(error("stx-etx", FOUR, stream)).isInstanceOf(FrameTooLong.class);
    assertThat(outcome("stx-etx", FOUR.tooLong(TooLong.DROP), stream))
        .isEqualTo(new Feeding.Outcome(messages("abcd", "b"), null, 1));
    assertThat(outcome("stx-etx", FOUR.tooLong(TooLong.TRUNCATE), stream))
        .isEqualTo(new Feeding.Outcome(messages("abcd", "abcd", "b"), null, 1));
  }
}
