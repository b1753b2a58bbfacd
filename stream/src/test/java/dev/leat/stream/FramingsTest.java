package dev.leat.stream;

import static dev.leat.stream.Logs.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Framing;
import dev.leat.framing.MalformedFrame;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
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
  @ValueSource(strings = {"{}", "[1]", "1", "true", "\"x\""})
  void aJsonValueIsReadToTheEndOfWhatIsThere(String value) throws Exception {
    try (var log = log("json");
        var cursor = log.cursor(Start.earliest())) {
      for (int i = 0; i < 40; i++) { // in several segments
        log.append(value);
        log.appendFrames(utf8(value + " \r\n"));
        assertThat(Logs.read(cursor, 2)).containsExactly(value, value);
        assertThat(cursor.counts().lagBytes()).isZero();
        assertThat(cursor.counts().offset()).isEqualTo(log.next());
      }
      assertThat(Logs.readAll(log.cursor(Start.last()).limit(1))).containsExactly(value);
      log.finish();
      assertThat(cursor.next()).isNull();
    }
  }

  @Test
  void whatStandsBetweenFramesIsConsumed() throws Exception {
    try (var log = log("json")) {
      ByteBuffer frames = utf8("\n\n{}" + "\n".repeat(900) + "[]");
      assertThat(log.appendFrames(frames)).isEqualTo(2);
      assertThat(frames.hasRemaining()).isFalse();
      ByteBuffer space = utf8(" \n".repeat(1_000));
      assertThat(log.appendFrames(space)).isZero();
      assertThat(space.hasRemaining()).isFalse();
      ByteBuffer much = utf8("{}" + " ".repeat(5_000) + "\"x\"\n");
      assertThat(log.appendFrames(much)).as("more than a segment holds").isEqualTo(2);
      log.finish();
      assertThat(Logs.readAll(log.cursor(Start.earliest()))).endsWith("{}", "\"x\"");
    }
    for (String framing : List.of("slip", "cobs")) {
      try (var log = log(framing)) {
        byte end = (byte) (framing.equals("slip") ? 0xc0 : 0);
        byte[] ends = new byte[10_000];
        Arrays.fill(ends, end);
        ByteBuffer nothing = ByteBuffer.wrap(ends);
        assertThat(log.appendFrames(nothing)).isZero();
        assertThat(nothing.hasRemaining()).isFalse();
        FrameAppender frames = log.frames();
        assertThat(frames.append(ByteBuffer.wrap(ends))).isZero();
        assertThat(frames.begun()).isFalse();
        log.append("a");
        log.finish();
        assertThat(Logs.readAll(log.cursor(Start.earliest()))).containsExactly("a");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lines",
        "crlf",
        "delim:~",
        "fixed:4",
        "header:10",
        "header:5,count=chars",
        "u16be",
        "varint",
        "netstring",
        "octets",
        "stx-etx",
        "slip",
        "cobs",
        "json"
      })
  void framesThatComeInPiecesAreAppendedWhenTheyAreComplete(String framing) throws Exception {
    var random = new Random(4);
    try (var log =
            new MessageLog(Framing.parse(framing), Logs.TINY.retention(1 << 20), new TestClock());
        var cursor = log.cursor(Start.earliest())) {
      var bytes = new ByteArrayOutputStream();
      for (int i = 0; i < 500; i++) {
        ByteBuffer frame = ByteBuffer.allocate(64);
        log.framing().encode(utf8(text(i)), frame);
        bytes.write(frame.array(), 0, frame.position());
      }
      ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
      FrameAppender frames = log.frames();
      int appended = 0;
      while (all.hasRemaining()) {
        int length = Math.min(1 + random.nextInt(random.nextBoolean() ? 3 : 40), all.remaining());
        ByteBuffer piece = all.slice(all.position(), length);
        appended += frames.append(piece);
        assertThat(piece.hasRemaining()).isFalse();
        all.position(all.position() + length);
      }
      assertThat(appended).isEqualTo(500);
      assertThat(frames.begun()).isFalse();
      assertThat(Logs.read(cursor, 500)).isEqualTo(texts(0, 500));
    }
  }

  @Test
  void aLargeFrameThatComesInManyPiecesCostsLinearTime() throws Exception {
    int size = 8 << 20;
    var options = LogOptions.standard().maxMessage(size);
    try (var log = MessageLog.inMemory(Framing.lines(), options)) {
      FrameAppender frames = log.frames();
      byte[] piece = "x".repeat(16).getBytes(UTF_8);
      for (int i = 0; i < size / 16; i++) { // a new look at all of it each time would take hours
        assertThat(frames.append(ByteBuffer.wrap(piece))).isZero();
      }
      assertThat(frames.append(utf8("\n"))).isEqualTo(1);
      assertThat(log.counts().bytes()).isEqualTo(size + 1);
    }
  }

  @Test
  void afterBytesThatAreNoFrameNothingMoreIsAppended() throws Exception {
    try (var log = log("netstring")) {
      FrameAppender frames = log.frames();
      assertThatThrownBy(() -> frames.append(utf8("1:a,x"))).isInstanceOf(MalformedFrame.class);
      assertThat(log.next()).isEqualTo(1);
      assertThatThrownBy(() -> frames.append(utf8("1:b,"))).isInstanceOf(MalformedFrame.class);
      assertThat(log.next()).isEqualTo(1);
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
