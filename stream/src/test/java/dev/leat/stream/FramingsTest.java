package dev.leat.stream;

import static dev.leat.stream.Logs.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams in each kind of framing. */
class FramingsTest {
  private static MessageLog log(String framing) {
    return new MessageLog(Framing.parse(framing), Logs.TINY, new TestClock());
  }

  /** A message that every framing can carry, of four bytes, some of which some of them escape. */
  private static String text(long number) {
    return "%d".formatted(1000 + number);
  }

  private static List<String> texts(long from, long to) {
    List<String> texts = new ArrayList<>();
    for (long i = from; i < to; i++) {
      texts.add(text(i));
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lines",
        "crlf",
        "nul",
        "delim:~",
        "delim:~|;",
        "fixed:4",
        "header:10",
        "header:5,pad=0",
        "u8",
        "u16be",
        "u32le",
        "u64be",
        "varint",
        "netstring",
        "octets",
        "stx-etx",
        "slip",
        "cobs",
        "json",
        "raw",
        "datagram"
      })
  void messagesComeBackFromWhereverTheyAreRead(String framing) throws Exception {
    var random = new Random(1);
    try (var log = log(framing)) {
      ByteBuffer frames = ByteBuffer.allocate(64);
      while (log.next() < 2_000) {
        if (random.nextBoolean()) {
          log.append(text(log.next()));
        } else {
          log.framing().encode(utf8(text(log.next())), frames);
          assertThat(log.appendFrames(frames.flip())).isEqualTo(1);
          frames.clear();
        }
      }
      log.finish();
      long earliest = Logs.earliest(log);
      assertThat(Logs.readAll(log.cursor(Start.earliest()))).isEqualTo(texts(earliest, 2_000));
      for (int i = 0; i < 50; i++) {
        long offset = random.nextLong(earliest, 2_000);
        Cursor cursor = log.cursor(Start.offset(offset));
        assertThat(cursor.next().offset()).isEqualTo(offset);
        cursor.writeTo(new OddChannel(() -> random.nextInt(100)));
        cursor.counts();
        cursor.close();
        assertThat(Logs.readAll(log.cursor(Start.offset(offset)).limit(3)))
            .isEqualTo(texts(offset, Math.min(2_000, offset + 3)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lines",
        "crlf",
        "nul",
        "delim:~",
        "fixed:4",
        "header:10",
        "u16be",
        "varint",
        "netstring",
        "octets",
        "stx-etx",
        "slip",
        "cobs",
        "json"
      })
  void anOvertakenCursorLeavesNoTraceInTheBytes(String framing) throws Exception {
    var random = new Random(2);
    try (var log = log(framing)) {
      var cursor = log.cursor(Start.earliest());
      var received = new Received(log.framing(), 1 + random.nextInt(9));
      while (log.next() < 3_000) {
        log.append(text(log.next()));
        if (random.nextInt(3) == 0) {
          cursor.writeTo(received);
        }
      }
      log.finish();
      while (cursor.writeTo(received) >= 0) {}
      List<String> texts = received.messages();
      assertThat(texts).isSorted().doesNotHaveDuplicates().endsWith(text(2_999));
      assertThat(cursor.counts().skipped()).isPositive().isEqualTo(3_000 - texts.size());
    }
  }

  /** Takes a few bytes at a time, and decodes them all at the end. */
  private static final class Received implements WritableByteChannel {
    private final Framing framing;
    private final int most;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Received(Framing framing, int most) {
      this.framing = framing;
      this.most = most;
    }

    @Override
    public int write(ByteBuffer source) {
      byte[] taken = new byte[Math.min(most, source.remaining())];
      source.get(taken);
      bytes.writeBytes(taken);
      return taken.length;
    }

    List<String> messages() throws IOException {
      var decoder = framing.decoder();
      List<String> messages = new ArrayList<>();
      ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
      for (ByteBuffer message; (message = decoder.decode(all)) != null; ) {
        messages.add(Message.copyOf(message).text());
      }
      return messages;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "datagram", "eof"})
  void withoutAFramingEachAppendIsOneMessage(String framing) throws Exception {
    var random = new Random(3);
    try (var log = log(framing)) {
      List<String> appended = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        String text = "x".repeat(1 + random.nextInt(300));
        log.append(text);
        appended.add(text);
      }
      log.finish();
      long earliest = Logs.earliest(log);
      assertThat(Logs.readAll(log.cursor(Start.earliest())))
          .isEqualTo(appended.subList((int) earliest, 500));
      assertThat(Logs.readAll(log.cursor(Start.last()))).isEqualTo(appended.subList(499, 500));
      assertThat(Logs.readAll(log.cursor(Start.earliest()).limit(5)))
          .isEqualTo(appended.subList((int) earliest, (int) earliest + 5));
      var cursor = log.cursor(Start.offset(490));
      cursor.writeTo(new OddChannel(() -> appended.get(490).length() - 1));
      if (appended.get(490).length() > 1) {
        assertThat(cursor.counts().offset()).isEqualTo(490);
        assertThatThrownBy(cursor::next).isInstanceOf(IllegalStateException.class);
        cursor.writeTo(new OddChannel(() -> 1));
      }
      assertThat(cursor.next().offset()).isEqualTo(491);
    }
  }

  @Test
  void anEmptyMessageWithoutAFramingIsRefusedAndCounted() throws Exception {
    try (var log = log("raw")) {
      assertThatThrownBy(() -> log.append(""))
          .isInstanceOf(UnencodableMessage.class)
          .hasMessageContaining("raw");
      assertThat(log.appendFrames(ByteBuffer.allocate(0))).isZero();
      assertThat(log.next()).isZero();
      assertThat(log.counts().refused()).isEqualTo(1);
    }
  }

  @Test
  void rawBytesBeyondTheLargestMessageAreSeveral() throws Exception {
    try (var log = log("raw")) {
      assertThat(log.appendFrames(utf8("x".repeat(2_500)))).isEqualTo(3);
      log.finish();
      assertThat(Logs.readAll(log.cursor(Start.earliest())))
          .extracting(String::length)
          .containsExactly(1008, 1008, 484);
    }
  }

  @Test
  void aDatagramBeyondTheLargestIsRefused() throws Exception {
    try (var log = log("datagram")) {
      assertThatThrownBy(() -> log.appendFrames(utf8("x".repeat(1009))))
          .isInstanceOf(FrameTooLong.class);
      assertThat(log.appendFrames(utf8("x".repeat(1008)))).isEqualTo(1);
      assertThat(log.counts().refused()).isEqualTo(1);
    }
  }

  @Test
  void jsonValuesThatOnlyTheNextEndsAreWrittenApart() throws Exception {
    try (var log = log("json")) {
      ByteBuffer frames = utf8(" 1{\"a\":2}3 [4] 5\n6");
      assertThat(log.appendFrames(frames)).isEqualTo(5);
      assertThat(Logs.utf8("6")).isEqualTo(frames);
      log.finish();
      assertThat(Logs.readAll(log.cursor(Start.earliest())))
          .containsExactly("1", "{\"a\":2}", "3", "[4]", "5");
      for (int i = 0; i < 5; i++) {
        assertThat(log.cursor(Start.offset(i)).next().offset()).isEqualTo(i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"slip", "cobs", "stx-etx", "u16be", "netstring"})
  void anIncompleteFrameStaysInTheBufferWhateverTheFraming(String framing) throws Exception {
    try (var log = log(framing)) {
      ByteBuffer frame = ByteBuffer.allocate(32);
      log.framing().encode(utf8("hello"), frame);
      frame.flip();
      int whole = frame.limit();
      for (int part = 0; part < whole; part++) {
        frame.position(0).limit(part);
        assertThat(log.appendFrames(frame)).isZero();
        assertThat(frame.position()).isZero();
      }
      frame.limit(whole);
      assertThat(log.appendFrames(frame)).isEqualTo(1);
    }
  }

  @Test
  void aFramingThatDoesNotFitTheRetentionIsRefused() {
    String delimiter = "delim:" + "-".repeat(2_000);
    assertThatThrownBy(() -> log(delimiter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a retention of 4096 bytes has no room for a message framed as " + delimiter);
  }
}
