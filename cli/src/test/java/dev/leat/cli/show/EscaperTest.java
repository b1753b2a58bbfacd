package dev.leat.cli.show;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EscaperTest {
  private final Escaper terminal = Escaper.forTerminal();

  @Test
  void leavesTextAsItIs() {
    assertThat(escape("Grüße, 世界 🌊\tok\n")).isEqualTo("Grüße, 世界 🌊\tok\n");
  }

  @Test
  void showsControlCharactersInsteadOfObeyingThem() {
    assertThat(escape("\u001b]0;title\u0007 \b\u007f\0"))
        .isEqualTo("\\x1B]0;title\\x07 \\x08\\x7F\\x00");
  }

  @Test
  void showsC1ControlCharactersToo() {
    assertThat(escape("\u009b31m")).isEqualTo("\\xC2\\x9B31m");
  }

  @Test
  void showsWhatTurnsTheDirectionOrBreaksLinesInOtherWays() {
    assertThat(escape("a\u202Eb\u2066c\u2028d"))
        .isEqualTo("a\\xE2\\x80\\xAEb\\xE2\\x81\\xA6c\\xE2\\x80\\xA8d");
    assertThat(escape("نمی\u200Cخواهم 👩\u200D🔧")).isEqualTo("نمی\u200Cخواهم 👩\u200D🔧");
  }

  @Test
  void takesACarriageReturnBeforeALineFeedAsPartOfTheLineEnd() {
    assertThat(escape("one\r\ntwo\rthree\r")).isEqualTo("one\ntwo\\rthree");
    assertThat(escape("\nfour")).isEqualTo("\nfour");
  }

  @Test
  void showsBytesThatAreNoUtf8() {
    byte[] bytes = {'a', (byte) 0xFF, (byte) 0xC0, (byte) 0xAF, (byte) 0xE4, 'b'};

    assertThat(text(terminal.escape(ByteBuffer.wrap(bytes)))).isEqualTo("a\\xFF\\xC0\\xAF\\xE4b");
  }

  @Test
  void refusesSurrogatesAndOverlongForms() {
    byte[] bytes = {(byte) 0xED, (byte) 0xA0, (byte) 0x80, (byte) 0xE0, (byte) 0x80, (byte) 0xAF};

    assertThat(text(terminal.escape(ByteBuffer.wrap(bytes))))
        .isEqualTo("\\xED\\xA0\\x80\\xE0\\x80\\xAF");
  }

  @Test
  void putsCharactersTogetherThatWereCutAnywhere() {
    byte[] bytes = "ä世🌊\r\n".getBytes(UTF_8);
    var shown = new StringBuilder();
    for (byte b : bytes) {
      shown.append(new String(array(terminal.escape(ByteBuffer.wrap(new byte[] {b}))), ISO_8859_1));
    }

    assertThat(new String(shown.toString().getBytes(ISO_8859_1), UTF_8)).isEqualTo("ä世🌊\n");
  }

  @Test
  void showsWhatIsCutWhenNothingFollows() {
    ByteBuffer cut = ByteBuffer.wrap(new byte[] {'a', (byte) 0xE4, (byte) 0xB8});

    assertThat(text(terminal.escapeLast(cut))).isEqualTo("a\\xE4\\xB8");
  }

  @Test
  void quotesSoThatEveryByteCanBeTold() {
    ByteBuffer bytes = ByteBuffer.wrap("say \"hi\"\\\r\n\t\0ü".getBytes(UTF_8));

    assertThat(Escaper.quote(bytes)).isEqualTo("\"say \\\"hi\\\"\\\\\\r\\n\\t\\x00ü\"");
    assertThat(bytes.position()).as("nothing is consumed").isZero();
  }

  private String escape(String text) {
    return text(terminal.escape(ByteBuffer.wrap(text.getBytes(UTF_8))));
  }

  private static String text(ByteBuffer bytes) {
    return new String(array(bytes), UTF_8);
  }

  private static byte[] array(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }
}
