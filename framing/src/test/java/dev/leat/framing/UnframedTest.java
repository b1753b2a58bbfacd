package dev.leat.framing;

import static dev.leat.framing.Expect.decoded;
import static dev.leat.framing.Expect.encoded;
import static dev.leat.framing.Expect.error;
import static dev.leat.framing.Expect.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * {@code eof}, {@code raw} and {@code datagram}: the bytes alone do not tell where a message ends.
 */
class UnframedTest {
  private static final DecoderOptions FOUR = DecoderOptions.standard().max(4);

  private static Feeding fed(String framing, DecoderOptions options, String... reads) {
    var feeding = new Feeding(Framing.parse(framing), options, BufferKind.HEAP);
    for (String read : reads) {
      feeding.feed(Framings.bytes(read));
    }
    return feeding.finish();
  }

  @Test
  void eofTakesEverythingAsOneMessage() {
    assertThat(decoded("eof", "a\nb\0c")).isEqualTo(messages("a\nb\0c"));
    assertThat(decoded("eof", "")).isEmpty();
    assertThat(error("eof", FOUR, "abcde")).isInstanceOf(FrameTooLong.class);
  }

  @Test
  void eofHasNoEmptyMessage() throws UnencodableMessage {
    assertThat(encoded("eof", "a")).isEqualTo("a");
    assertThatThrownBy(() -> encoded("eof", "")).isInstanceOf(UnencodableMessage.class);
  }

  @Test
  void eofCanOnlyRefuseWhatIsTooLong() {
    assertThatThrownBy(() -> Framing.parse("eof").decoder(FOUR.tooLong(TooLong.TRUNCATE)))
        .hasMessage("eof cannot drop or cut its only message: too long must be an error");
  }

  @Test
  void rawTakesEachReadAndCutsItAtTheMaximum() {
    assertThat(fed("raw", FOUR, "ab", "cdefghijk", "", "l").messages())
        .isEqualTo(messages("ab", "cdef", "ghij", "k", "l"));
  }

  @Test
  void aDatagramIsAMessageAndMayBeTooLong() {
    assertThat(fed("datagram", FOUR, "ab", "cdef").messages()).isEqualTo(messages("ab", "cdef"));
    assertThat(fed("datagram", FOUR, "ab", "cdefg").error()).isInstanceOf(FrameTooLong.class);
    Feeding cut = fed("datagram", FOUR.tooLong(TooLong.TRUNCATE), "cdefg", "h");
    assertThat(cut.messages()).isEqualTo(messages("cdef", "h"));
    assertThat(cut.decoder.dropped()).isEqualTo(1);
    Feeding dropped = fed("datagram", FOUR.tooLong(TooLong.DROP), "cdefg", "h");
    assertThat(dropped.messages()).isEqualTo(messages("h"));
    assertThat(dropped.decoder.dropped()).isEqualTo(1);
  }

  @Test
  void onlyTheseDoNotDelimitThemselves() {
    assertThat(Framings.all())
        .filteredOn(text -> !Framing.parse(text).selfDelimiting())
        .containsExactly("eof", "raw", "datagram");
  }
}
