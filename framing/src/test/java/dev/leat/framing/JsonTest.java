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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void valuesFollowEachOtherWithOrWithoutWhiteSpace() {
    assertThat(decoded("json", " {\"a\": [1, {}]}\n[]{}\r\n\t\"x\"\"y\"[2]"))
        .isEqualTo(messages("{\"a\": [1, {}]}", "[]", "{}", "\"x\"", "\"y\"", "[2]"));
  }

  @Test
  void bracketsInStringsAreText() {
    assertThat(decoded("json", "{\"]\\\"}\":\"\\\\\"}[\"[\"]"))
        .isEqualTo(messages("{\"]\\\"}\":\"\\\\\"}", "[\"[\"]"));
  }

  @Test
  void numbersAndLiteralsEndWithWhiteSpaceOrTheNextValueOrTheStream() {
    assertThat(decoded("json", "1 -2.5e+3\ntrue{}false[]null\"\"0"))
        .isEqualTo(messages("1", "-2.5e+3", "true", "{}", "false", "[]", "null", "\"\"", "0"));
  }

  @Test
  void eachValueIsWrittenWithAnLf() throws UnencodableMessage {
    assertThat(encoded("json", "{\n}", "1")).isEqualTo("{\n}\n1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "x ! no JSON value begins so at byte 2: \"x\"",
        ", ! no JSON value begins so at byte 2: \",\"",
        "] ! no JSON value begins so at byte 2: \"]\"",
        "[1} ! a JSON bracket is closed by one of the other kind at byte 4: \"}\"",
        "{\"a\":[} ! a JSON bracket is closed by one of the other kind at byte 8: \"}\"",
        "[hello;] ! a JSON value cannot contain this outside of a string at byte 8: \";\"",
        "`\"a\nb\"` ! a control character stands in a JSON string at byte 4: \"\\n\"",
        "\"\\q\" ! a JSON string has no such escape at byte 4: \"q\"",
        "truefalse{ ! neither a JSON number nor true, false or null stands at byte 2: \"truefalse\"",
        "01{ ! neither a JSON number nor true, false or null stands at byte 2: \"01\"",
        "1,2 ! a JSON number or literal goes on with what is neither at byte 3: \",\"",
      })
  void whatCannotBeJsonIsRefusedWhereItStands(String bytes, String answer) {
    assertThat(error("json", "1 " + bytes)).isInstanceOf(MalformedFrame.class).hasMessage(answer);
  }

  @Test
  void nestingHasALimit() {
    assertThat(decoded("json", "[".repeat(1000) + "]".repeat(1000))).hasSize(1);
    assertThat(error("json", "[".repeat(1001)))
        .hasMessage("a JSON value is nested deeper than 1000 at byte 1000: \"[\"");
    String mixed = "[{\"a\":".repeat(300);
    assertThat(decoded("json", mixed + "1" + "}]".repeat(300) + "[]")).hasSize(2);
    assertThat(error("json", mixed + "1" + "}]".repeat(200) + "]"))
        .isInstanceOf(MalformedFrame.class);
  }

  @Test
  void aValueThatTheEndCutsOffIsAnErrorUnlessSaid() {
    assertThat(error("json", "[1] {\"a\""))
        .isInstanceOf(TruncatedFrame.class)
        .hasMessageContaining("4 bytes");
    assertThat(error("json", "tru")).isInstanceOf(TruncatedFrame.class);
    assertThat(outcome("json", DecoderOptions.standard().partial(Partial.EMIT), "[1][2"))
        .isEqualTo(new Feeding.Outcome(messages("[1]", "[2"), null, 0));
    assertThat(outcome("json", DecoderOptions.standard().partial(Partial.DROP), "[1][2"))
        .isEqualTo(new Feeding.Outcome(messages("[1]"), null, 1));
  }

  @Test
  void aValueMayHaveTheMaximum() {
    var five = DecoderOptions.standard().max(5);
    assertThat(decoded("json", five, "false 12345\n[1,2]12345"))
        .isEqualTo(messages("false", "12345", "[1,2]", "12345"));
    assertThat(error("json", five, "123456 ")).isInstanceOf(FrameTooLong.class);
    assertThat(error("json", five, "[1, 2]")).isInstanceOf(FrameTooLong.class);
    assertThat(decoded("json", five, " ".repeat(100) + "[1]")).isEqualTo(messages("[1]"));
  }

  @Test
  void whatIsTooLongCanOnlyBeAnError() {
    assertThatThrownBy(
            () -> Framing.json().decoder(DecoderOptions.standard().tooLong(TooLong.DROP)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("json cannot drop or cut a value that is too long: too long must be an error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " 1", "1 ", "1 2", "[1][2]", "[1", "\"a", "tru", "01", "1.", "-", "[)]", "{]", "a",
        "\u00ff"
      })
  void whatIsNotOneValueIsNotWritten(String message) {
    assertThatThrownBy(() -> encoded("json", message))
        .isInstanceOf(UnencodableMessage.class)
        .hasMessageStartingWith("a message framed as json must be one JSON value, but this ");
  }

  @Test
  void aNumberIsPassedOnWithTheSpaceThatEndsItOrNotAtAll() throws FramingException {
    Decoder decoder = Framing.json().decoder();
    ByteBuffer input = ByteBuffer.wrap(Framings.bytes("1 2[]"));
    assertThat(decoder.skip(input)).isTrue();
    assertThat(input.position()).isEqualTo(2);
    assertThat(decoder.skip(input)).isFalse();
    assertThat(input.position()).isEqualTo(2);
    assertThat(Message.copyOf(decoder.decode(input)).text()).isEqualTo("2");
    assertThat(decoder.skip(input)).isTrue();
    assertThat(input.hasRemaining()).isFalse();
  }
}
