package dev.leat.cli.show;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.show.Reception.Aftermath;
import dev.leat.cli.show.TextDisplay.LineEnds;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class DisplayTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Page page = new Page(out);

  @Test
  void messagesHaveALineEach() throws IOException {
    var display = new TextDisplay(page, "", LineEnds.ALWAYS, false);

    display.show(bytes("one"));
    display.show(bytes(""));

    assertThat(shown()).isEqualTo("one\n\n");
  }

  @Test
  void whatReadsBringIsShownAsItIs() throws IOException {
    var display = new TextDisplay(page, "", LineEnds.NEVER, false);

    display.show(bytes("name: "));
    display.show(ByteBuffer.wrap(new byte[] {0, (byte) 0xFF, 0x1B}));

    assertThat(out(ISO_8859_1)).isEqualTo("name: \0\u00ff\u001b");
  }

  @Test
  void withAPrefixEveryReadHasALineOfItsOwn() throws IOException {
    var display = new TextDisplay(page, "me: ", LineEnds.WHERE_MISSING, false);

    display.show(bytes("one\n"));
    display.show(bytes("two"));
    display.show(bytes("three"));

    assertThat(shown()).isEqualTo("me: one\nme: two\nme: three\n");
  }

  @Test
  void onATerminalControlCharactersAreEscaped() throws IOException {
    var display = new TextDisplay(page, "", LineEnds.ALWAYS, true);

    display.show(bytes("\u001b[2J"));

    assertThat(shown()).isEqualTo("\\x1B[2J\n");
  }

  @Test
  void onATerminalACharacterMayComeInTwoReads() throws IOException {
    var display = new TextDisplay(page, "", LineEnds.NEVER, true);
    byte[] wave = "🌊".getBytes(UTF_8);

    display.show(ByteBuffer.wrap(wave, 0, 2));
    display.show(ByteBuffer.wrap(wave, 2, 2));
    display.show(ByteBuffer.wrap(wave, 0, 1));
    display.finish();

    assertThat(shown()).isEqualTo("🌊\\xF0");
  }

  @Test
  void aDumpShowsWhereBytesLieInTheStream() throws IOException {
    var display = new HexDisplay(page, "");

    display.show(bytes("The quick brown fox\n"));
    display.show(ByteBuffer.wrap(new byte[] {(byte) 0xFF}));

    assertThat(shown())
        .isEqualTo(
            """
            00000000  54 68 65 20 71 75 69 63  6b 20 62 72 6f 77 6e 20  |The quick brown |
            00000010  66 6f 78 0a                                       |fox.|
            00000014  ff                                                |.|
            """);
  }

  @Test
  void readsAreNumberedAndQuoted() throws IOException {
    var display = new ReadsDisplay(page, "");

    display.show(bytes("welcome "));
    display.show(bytes("\n"));

    assertThat(shown())
        .isEqualTo(
            """
            #1 8 bytes "welcome "
            #2 1 byte "\\n"
            """);
  }

  @Test
  void aLongReadIsShownByItsBeginning() throws IOException {
    var display = new ReadsDisplay(page, "");

    display.show(bytes("x".repeat(1000)));

    assertThat(shown()).isEqualTo("#1 1000 bytes \"" + "x".repeat(256) + "\"…\n");
  }

  @Test
  void framesAreShownWithTheirMessagesHoweverTheyAreCut() throws IOException {
    for (int piece = 1; piece < 20; piece++) {
      out.reset();
      var display = frames(Framing.parse("netstring"), Quota.unlimited());
      byte[] stream = "5:hello,0:,3:you,".getBytes(UTF_8);
      for (int at = 0; at < stream.length; at += piece) {
        display.show(ByteBuffer.wrap(stream, at, Math.min(piece, stream.length - at)));
      }
      display.finish();

      assertThat(shown())
          .isEqualTo(
              """
              #1 new message, length 5
              #1 frame 8 bytes "5:hello,"
              #1 full message received, 5 bytes "hello"
              #2 new message, length 0
              #2 frame 3 bytes "0:,"
              #2 full message received, 0 bytes ""
              #3 new message, length 3
              #3 frame 6 bytes "3:you,"
              #3 full message received, 3 bytes "you"
              """);
    }
  }

  @Test
  void aMessageIsAnnouncedOnceItsLengthIsKnown() throws IOException {
    var display = frames(Framing.parse("header:10,count=chars"), Quota.unlimited());

    display.show(bytes("4    "));
    assertThat(shown()).isEmpty();
    display.show(bytes("     h"));
    assertThat(shown()).isEqualTo("#1 new message, length 4\n");
    display.show(bytes("iyö"));
    assertThat(shown())
        .isEqualTo(
            """
            #1 new message, length 4
            #1 frame 15 bytes "4         hiyö"
            #1 full message received, 5 bytes "hiyö"
            """);
  }

  @Test
  void aLastFrameWithoutItsEndSaysSo() throws IOException {
    var display = frames(Framing.lines(), Quota.unlimited());

    display.show(bytes("one\r\ntw"));
    display.finish();

    assertThat(shown())
        .isEqualTo(
            """
            #1 frame 5 bytes "one\\r\\n"
            #1 full message received, 3 bytes "one"
            #2 frame 2 bytes "tw"
            #2 message ended by the end of the stream, 2 bytes "tw"
            """);
  }

  @Test
  void noMoreFramesAreShownThanAreWanted() throws IOException {
    var display = frames(Framing.lines(), Quota.of(2));

    display.show(bytes("one\ntwo\nthree\n"));

    assertThat(shown()).hasLineCount(4).doesNotContain("three");
  }

  @Test
  void framesLargerThanTheBufferAreKeptWhole() throws IOException {
    var display = frames(Framing.lines(), Quota.unlimited());

    for (int i = 0; i < 100; i++) {
      display.show(bytes("x".repeat(999)));
    }
    display.show(bytes("\n"));

    assertThat(shown()).startsWith("#1 frame 99901 bytes").contains("received, 99900 bytes");
  }

  @Test
  void jsonHoldsTextOrBase64() throws IOException {
    InstantSource clock = InstantSource.fixed(Instant.parse("2025-01-02T03:04:05.678Z"));
    var display = new JsonDisplay(page, "tcp://127.0.0.1:9999", clock);

    display.show(bytes("say \"hi\"\\\n\u0001ü"));
    display.show(ByteBuffer.wrap(new byte[] {(byte) 0xFF, 0}));

    String before = "{\"time\":\"2025-01-02T03:04:05.678Z\",\"peer\":\"tcp://127.0.0.1:9999\",";
    assertThat(shown().lines())
        .containsExactly(
            before + "\"offset\":0,\"text\":\"say \\\"hi\\\"\\\\\\n\\u0001ü\"}",
            before + "\"offset\":1,\"base64\":\"/wA=\"}");
  }

  private FramesDisplay frames(Framing framing, Quota quota) {
    return new FramesDisplay(page, "", quota, Aftermath.NONE, framing, DecoderOptions.standard());
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private String shown() throws IOException {
    return out(UTF_8);
  }

  private String out(java.nio.charset.Charset charset) throws IOException {
    page.flush();
    return out.toString(charset);
  }
}
