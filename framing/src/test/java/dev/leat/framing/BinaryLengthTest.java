package dev.leat.framing;

import static dev.leat.framing.Expect.decoded;
import static dev.leat.framing.Expect.encoded;
import static dev.leat.framing.Expect.error;
import static dev.leat.framing.Expect.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryLengthTest {
  @ParameterizedTest
  @CsvSource({
    "u8,    05",
    "u16be, 0005",
    "u16le, 0500",
    "u24be, 000005",
    "u24le, 050000",
    "u32be, 00000005",
    "u32le, 05000000",
    "u64be, 0000000000000005",
    "u64le, 0500000000000000",
    "'u16be,inclusive', 0007",
    "'u16be,adjust=2', 0003",
    "'u16be,adjust=-2', 0007",
    "'u24le,adjust=1,inclusive', 070000",
  })
  void aLengthHasItsBytesInItsOrder(String framing, String hex) throws UnencodableMessage {
    String header =
        new String(
            java.util.HexFormat.of().parseHex(hex), java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(encoded(framing, "hello")).isEqualTo(header + "hello");
    assertThat(decoded(framing, header + "hello" + header + "world"))
        .isEqualTo(messages("hello", "world"));
  }

  @Test
  void whatStandsBeforeTheLengthIsLeftOutOrKeptAsSaid() {
    assertThat(decoded("u8,offset=2", "ab\u0001cde\u0000")).isEqualTo(messages("c", ""));
    assertThat(decoded("u8,offset=2,strip=0", "ab\u0001cde\u0000"))
        .isEqualTo(messages("ab\u0001c", "de\u0000"));
    assertThat(decoded("u16be,offset=1,adjust=1,strip=3", "1\0\u00042BODY"))
        .isEqualTo(messages("2BODY"));
    assertThat(decoded("u16be,offset=1,inclusive,strip=4", "1\0\u00082BODY"))
        .isEqualTo(messages("BODY"));
  }

  @Test
  void lengthsAreCheckedInOrder() {
    assertThat(error("u64be", "\u00ff".repeat(8)))
        .isInstanceOf(MalformedFrame.class)
        .hasMessage("the length is negative at byte 0: \"" + "\\xFF".repeat(8) + "\"");
    assertThat(error("u16be,inclusive", "\0\u0002\0\u0001"))
        .isInstanceOf(MalformedFrame.class)
        .hasMessage("the length 1 is less than its header at byte 2: \"\\x00\\x01\"");
    assertThat(error("u8,adjust=-5", "\u0004")).isInstanceOf(MalformedFrame.class);
    assertThat(error("u8,strip=4", "\u0001a"))
        .isInstanceOf(MalformedFrame.class)
        .hasMessageStartingWith("a frame of 2 bytes is less than the 4 to strip at byte 0");
    assertThat(error("u64be,adjust=9", "\u007f" + "\u00ff".repeat(7)))
        .isInstanceOf(FrameTooLong.class);
    assertThat(error("u16be", DecoderOptions.standard().max(4), "\0\u0005"))
        .isInstanceOf(FrameTooLong.class);
  }

  @Test
  void aLengthThatDoesNotFitIsNotWritten() throws UnencodableMessage {
    assertThat(encoded("u8", "x".repeat(255))).startsWith("\u00ffx");
    assertThatThrownBy(() -> encoded("u8", "x".repeat(256)))
        .isInstanceOf(UnencodableMessage.class)
        .hasMessage("a length of 256 does not fit u8: at most 255");
    assertThatThrownBy(() -> encoded("u8,inclusive", "x".repeat(255)))
        .isInstanceOf(UnencodableMessage.class);
    assertThatThrownBy(() -> encoded("u8,adjust=3", "ab"))
        .hasMessage("a message of 2 bytes has no length in u8,adjust=3: it would be -1");
  }

  @Test
  void whatCanOnlyBeReadIsNotWritten() {
    assertThatThrownBy(() -> encoded("u16be,offset=2", "a"))
        .isInstanceOf(UnencodableMessage.class)
        .hasMessageStartingWith("u16be,offset=2 can only be read");
    assertThatThrownBy(() -> encoded("u16be,strip=0", "a")).isInstanceOf(UnencodableMessage.class);
  }

  @Test
  void aLengthMadeInJavaIsTheOneOfItsText() {
    assertThat(Framing.length(4, ByteOrder.LITTLE_ENDIAN)).isEqualTo(Framing.parse("u32le"));
    assertThat(Framing.length(1, ByteOrder.LITTLE_ENDIAN)).isEqualTo(Framing.parse("u8"));
    assertThatThrownBy(() -> Framing.length(5, ByteOrder.BIG_ENDIAN))
        .hasMessageContaining("1, 2, 3, 4 or 8 bytes, not 5");
  }
}
