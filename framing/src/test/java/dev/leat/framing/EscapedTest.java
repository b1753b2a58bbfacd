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
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SLIP and COBS, whose frames do not hold their messages as they are. */
class EscapedTest {
  private static final DecoderOptions FOUR = DecoderOptions.standard().max(4);

  private static String latin1(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }

  @Test
  void slipEscapesItsEndAndItsEscape() throws UnencodableMessage {
    assertThat(encoded("slip", latin1("01c002db03"), "a"))
        .isEqualTo(latin1("01dbdc02dbdd03c061c0"));
    assertThat(decoded("slip", latin1("01dbdc02dbdd03c061c0")))
        .isEqualTo(messages(latin1("01c002db03"), "a"));
  }

  @Test
  void slipPassesOverEmptyPackets() {
    assertThat(decoded("slip", latin1("c0c061c0c0c062c0"))).isEqualTo(messages("a", "b"));
    assertThatThrownBy(() -> encoded("slip", ""))
        .hasMessage("a message framed as slip cannot be empty: an empty packet is passed over");
  }

  @Test
  void slipRefusesUnknownEscapes() {
    assertThat(error("slip", latin1("61c062db63c0")))
        .isInstanceOf(MalformedFrame.class)
        .hasMessage("ESC is followed by what is no escape at byte 4: \"c\"");
    assertThat(error("slip", latin1("61dbc0"))).isInstanceOf(MalformedFrame.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0100",
    "00, 010100",
    "0000, 01010100",
    "001100, 0102110100",
    "11220033, 031122023300",
    "11223344, 051122334400",
    "11000000, 021101010100"
  })
  void cobsWritesWhatItsPaperDoes(String message, String frame) throws UnencodableMessage {
    assertThat(encoded("cobs", latin1(message))).isEqualTo(latin1(frame));
    assertThat(decoded("cobs", latin1(frame))).isEqualTo(messages(latin1(message)));
  }

  private static String from(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .collect(StringBuilder::new, (text, b) -> text.append((char) b), StringBuilder::append)
        .toString();
  }

  @Test
  void cobsCutsLongBlocksAfter254Bytes() throws UnencodableMessage {
    assertThat(encoded("cobs", from(1, 254))).isEqualTo("\u00ff" + from(1, 254) + "\0");
    assertThat(encoded("cobs", "\0" + from(1, 254)))
        .isEqualTo("\u0001\u00ff" + from(1, 254) + "\0");
    assertThat(encoded("cobs", from(1, 255))).isEqualTo("\u00ff" + from(1, 254) + "\u0002\u00ff\0");
    assertThat(encoded("cobs", from(2, 255) + "\0"))
        .isEqualTo("\u00ff" + from(2, 255) + "\u0001\u0001\0");
    assertThat(encoded("cobs", from(3, 255) + "\0\u0001"))
        .isEqualTo("\u00fe" + from(3, 255) + "\u0002\u0001\0");
  }

  @Test
  void cobsPassesOverZerosBetweenFrames() {
    assertThat(decoded("cobs", latin1("000002610000026200"))).isEqualTo(messages("a", "b"));
  }

  @Test
  void cobsRefusesAZeroInsideABlock() {
    assertThat(error("cobs", latin1("0261000361") + "\0"))
        .isInstanceOf(MalformedFrame.class)
        .hasMessage("a zero stands inside a block at byte 5: \"\\x00\"");
  }

  @Test
  void theMaximumIsThatOfTheMessageAndNotOfItsFrame() {
    assertThat(decoded("slip", FOUR, latin1("dbdcdbdcdbdcdbdcc0")))
        .isEqualTo(messages("\u00c0\u00c0\u00c0\u00c0"));
    assertThat(error("slip", FOUR, latin1("dbdcdbdcdbdcdbdc61"))).isInstanceOf(FrameTooLong.class);
    assertThat(decoded("cobs", FOUR, latin1("010101010100"))).isEqualTo(messages("\0\0\0\0"));
  }

  @Test
  void aMessageThatIsTooLongIsLeftOutOrCut() {
    assertThat(outcome("slip", FOUR.tooLong(TooLong.DROP), "ab\u00c0abcdefgh\u00c0cd\u00c0"))
        .isEqualTo(new Feeding.Outcome(messages("ab", "cd"), null, 1));
    assertThat(outcome("slip", FOUR.tooLong(TooLong.TRUNCATE), "ab\u00c0abcdefgh\u00c0cd\u00c0"))
        .isEqualTo(new Feeding.Outcome(messages("ab", "abcd", "cd"), null, 1));
    assertThat(outcome("cobs", FOUR.tooLong(TooLong.DROP), "\u0006abcde\0\u0002x\0"))
        .isEqualTo(new Feeding.Outcome(messages("x"), null, 1));
    assertThat(outcome("cobs", FOUR.tooLong(TooLong.TRUNCATE), "\u0006abcde\0\u0002x\0"))
        .isEqualTo(new Feeding.Outcome(messages("abcd", "x"), null, 1));
  }

  @Test
  void aFrameThatTheEndCutsOffIsAnErrorUnlessSaid() {
    assertThat(error("slip", "ab\u00c0abc"))
        .hasMessage("socket connection broken: 3 bytes of an unfinished message");
    assertThat(outcome("slip", FOUR.partial(Partial.EMIT), "ab\u00c0abc"))
        .isEqualTo(new Feeding.Outcome(messages("ab", "abc"), null, 0));
    assertThat(outcome("slip", FOUR.partial(Partial.DROP), "ab\u00c0abc"))
        .isEqualTo(new Feeding.Outcome(messages("ab"), null, 1));
    assertThat(error("cobs", "\u0002a")).isInstanceOf(TruncatedFrame.class);
  }

  @Test
  void noMemoryIsHeldBetweenMessages() throws FramingException {
    var decoder = new SlipDecoder(DecoderOptions.standard());
    ByteBuffer half = ByteBuffer.wrap(Framings.bytes("\u00db\u00dc" + "x".repeat(500)));
    assertThat(decoder.decode(half)).isNull();
    assertThat(half.hasRemaining()).isFalse();
    assertThat(decoder.held()).isBetween(501, 1024);
    ByteBuffer rest = ByteBuffer.wrap(Framings.bytes("y\u00c0"));
    assertThat(decoder.decode(rest).remaining()).isEqualTo(502);
    assertThat(decoder.decode(rest)).isNull();
    assertThat(decoder.held()).isZero();
  }

  @Test
  void aMessageThatIsThrownAwayIsNotHeld() throws FramingException {
    var decoder = new CobsDecoder(DecoderOptions.standard().max(1000).tooLong(TooLong.DROP));
    for (int i = 0; i < 100; i++) {
      assertThat(decoder.decode(ByteBuffer.wrap(Framings.bytes("\u00ff" + "x".repeat(254)))))
          .isNull();
      assertThat(decoder.held()).isLessThanOrEqualTo(1000);
    }
    assertThat(decoder.held()).isZero();
    assertThat(decoder.dropped()).isEqualTo(1);
  }

  @Test
  void aFrameThatIsItsMessageIsLentFromTheInput() throws FramingException {
    byte[] bytes = Framings.bytes("abc\u00c0");
    ByteBuffer lent = Slip.SLIP.decoder().decode(ByteBuffer.wrap(bytes));
    assertThat(lent.array()).isSameAs(bytes);
    byte[] stuffed = Framings.bytes("\u0004abc\0");
    assertThat(Cobs.COBS.decoder().decode(ByteBuffer.wrap(stuffed)).array()).isSameAs(stuffed);
  }

  @Test
  void skippingLeavesTheBeginningOfAFrameInTheInput() throws FramingException {
    Decoder decoder = Slip.SLIP.decoder();
    ByteBuffer input =
        ByteBuffer.wrap(Framings.bytes("\u00c0a\u00db\u00dc\u00c0b\u00db\u00dd\u00c0"));
    input.limit(7);
    assertThat(decoder.skip(input)).isTrue();
    assertThat(input.position()).isEqualTo(5);
    assertThat(decoder.skip(input)).isFalse();
    assertThat(input.position()).isEqualTo(5);
    input.limit(9);
    assertThat(decoder.skip(input)).isTrue();
    assertThat(input.hasRemaining()).isFalse();
  }

  @Test
  void skippingRefusesWhatDecodingDoes() {
    assertThatThrownBy(() -> Slip.SLIP.decoder(FOUR).skip(ByteBuffer.wrap(Framings.bytes("abcde"))))
        .isInstanceOf(FrameTooLong.class);
    assertThatThrownBy(
            () -> Slip.SLIP.decoder(FOUR).skip(ByteBuffer.wrap(Framings.bytes("\u00dbx"))))
        .isInstanceOf(MalformedFrame.class);
  }
}
