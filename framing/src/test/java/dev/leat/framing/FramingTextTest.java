package dev.leat.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FramingTextTest {
  @ParameterizedTest
  @MethodSource("dev.leat.framing.Framings#all")
  void theTextFormIsReadBack(String text) {
    Framing framing = Framing.parse(text);
    assertThat(framing)
        .hasToString(text)
        .isEqualTo(Framing.parse(text))
        .hasSameHashCodeAs(Framing.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '=',
      nullValues = "",
      value = {
        "delim:\\n|\\r\\n = lines",
        "delim:\\x0D\\n = crlf",
        "delim:\\x00 = nul",
        "delim:\\x7e = delim:~",
        "delim:ä = delim:\\xC3\\xA4",
        "delim:a,b = delim:a,b",
        "delim:\\| = delim:\\|",
        "delim:\\\\ = delim:\\\\",
        "delim:\\x20 = delim:\\x20",
      })
  void thereIsOneTextForEachDelimiter(String text, String canonical) {
    assertThat(Framing.parse(text)).hasToString(canonical).isEqualTo(Framing.parse(canonical));
  }

  @Test
  void thereIsOneTextForEachHeader() {
    assertThat(Framing.parse("header:4,pad=0")).hasToString("header:4,align=right,pad=0");
    assertThat(Framing.parse("header:4,count=bytes,pad=\\x2C,align=left"))
        .hasToString("header:4,pad=\\x2C");
    assertThat(Framing.parse("u8,strip=1,offset=0,adjust=+0")).hasToString("u8");
    assertThat(Framing.parse("u16be,strip=2,inclusive,adjust=+3,offset=1"))
        .hasToString("u16be,adjust=3,inclusive,offset=1,strip=2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "line > unknown framing line, did you mean lines?",
        "Lines > unknown framing Lines, did you mean lines?",
        "u32 > unknown framing u32, did you mean u32be or u32le?",
        "newline > unknown framing newline, did you mean lines?",
        "headr:10 > unknown framing headr, did you mean header?",
        "fixed > framing fixed: say the bytes of a message, as in fixed:16",
        "fixed:x > framing fixed:x: fixed needs a whole number, not x",
        "fixed:0 > framing fixed:0: a fixed length must be at least 1 byte, not 0",
        "header:65 > framing header:65: a text header has 1 to 64 characters, not 65",
        "header:4,aling=right > framing header:4,aling=right: unknown option aling, did you mean align?",
        "header:4,align=middle > framing header:4,align=middle: align is one of left, right, center, not middle",
        "lines,max=3 > framing lines,max=3: unknown option max: lines has none",
        "lines:3 > framing lines:3: lines has nothing behind a colon",
        "u8,inclusive,inclusive > framing u8,inclusive,inclusive: inclusive is there twice",
        "u8,inclusive=no > framing u8,inclusive=no: inclusive has no value",
        "u8,offset=-1 > framing u8,offset=-1: offset must be 0 to 65536 bytes, not -1",
        "delim > framing delim: say which bytes, as in delim:~",
        "delim:\\q > framing delim:\\q: unknown escape \\q: there are \\n \\r \\t \\0 \\\\ \\| and \\xHH",
        "delim:\\x1 > framing delim:\\x1: unknown escape \\x1: there are \\n \\r \\t \\0 \\\\ \\| and \\xHH",
      })
  void aMistakeIsAnsweredWithWhatWouldBeRight(String text, String answer) {
    assertThatThrownBy(() -> Framing.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(answer);
  }

  @Test
  void whatResemblesNothingIsAnsweredWithAll() {
    assertThatThrownBy(() -> Framing.parse("websocket"))
        .hasMessageStartingWith("unknown framing websocket; there are lines, crlf, nul, ");
    assertThatThrownBy(() -> Framing.parse("")).hasMessageContaining("there are lines");
  }
}
