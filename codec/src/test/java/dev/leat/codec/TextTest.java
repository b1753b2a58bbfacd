package dev.leat.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.CodecException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class TextTest {
  @Property(tries = 300)
  void whatCanBeWrittenIsReadAgain(@ForAll String text) throws Exception {
    if (UTF_8.newEncoder().canEncode(text)) {
      assertThat(Text.utf8().decode(Text.utf8().encode(text).buffer())).isEqualTo(text);
    } else {
      assertThatThrownBy(() -> Text.utf8().encode(text)).isInstanceOf(CodecException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5A 6F EB            | not UTF-8: \\xEB at byte 2",
        "EB 6F               | not UTF-8: \\xEB at byte 0",
        "41 C0 80            | not UTF-8: \\xC0 at byte 1",
        "ED A0 80            | not UTF-8: \\xED\\xA0\\x80 at byte 0",
        "41 41 F4 90 80 80   | not UTF-8: \\xF4 at byte 2",
        "E2 82               | not UTF-8: \\xE2\\x82 at byte 0",
        "EF BF BD 80         | not UTF-8: \\x80 at byte 3"
      })
  void bytesThatAreNoTextAreAnErrorWithTheirPlace(String hex, String error) {
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.ofDelimiter(" ").parseHex(hex));
    assertThatThrownBy(() -> Text.utf8().decode(bytes))
        .isInstanceOf(CodecException.class)
        .hasMessage(error)
        .extracting(e -> ((CodecException) e).position())
        .isEqualTo(Integer.parseInt(error.substring(error.lastIndexOf(' ') + 1)));
  }

  @Test
  void aLongTextMayHaveItsErrorAtTheEnd() {
    byte[] bytes = "\uFFFDx".repeat(5000).getBytes(UTF_8);
    bytes[bytes.length - 1] = (byte) 0xFF;
    assertThatThrownBy(() -> Text.utf8().decode(ByteBuffer.wrap(bytes)))
        .hasMessage("not UTF-8: \\xFF at byte 19999");
  }

  @Test
  void theReplacementCharacterIsACharacterLikeAnyOther() throws Exception {
    assertThat(Text.utf8().decode(Text.utf8().encode("a\uFFFDb").buffer())).isEqualTo("a\uFFFDb");
  }

  @Test
  void readsWhatTheBufferHoldsWhereverItStands() throws Exception {
    ByteBuffer direct = ByteBuffer.allocateDirect(16).put("xxhellox".getBytes(UTF_8)).flip();
    assertThat(Text.utf8().decode(direct.slice(2, 5).asReadOnlyBuffer())).isEqualTo("hello");
  }

  @Test
  void halfASurrogatePairCannotBeWritten() {
    assertThatThrownBy(() -> Text.utf8().encode("ab\uD83Dc"))
        .isInstanceOf(CodecException.class)
        .hasMessage("cannot be written in UTF-8: U+D83D at index 2 is half of a surrogate pair");
  }

  @Test
  void anotherCharsetHasOtherCharacters() throws Exception {
    Text latin = Text.in(ISO_8859_1);
    assertThat(latin.encode("Zoë").bytes()).containsExactly('Z', 'o', 0xEB);
    assertThat(latin.decode(latin.encode("Zoë").buffer())).isEqualTo("Zoë");
    assertThatThrownBy(() -> latin.encode("5 €"))
        .hasMessage("cannot be written in ISO-8859-1: U+20AC at index 2");
  }
}
