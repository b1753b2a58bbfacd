package dev.leat.stream;

import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.lines;
import static dev.leat.stream.Logs.read;
import static dev.leat.stream.Logs.readAll;
import static dev.leat.stream.Logs.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AppendTest {
  @Test
  void offsetsCountFromZero() throws Exception {
    try (var log = Logs.tiny(Slow.SKIP)) {
      assertThat(log.next()).isZero();
      assertThat(log.append("a")).isZero();
      assertThat(log.append(Message.of("b"))).isEqualTo(1);
      assertThat(log.append(utf8("c"))).isEqualTo(2);
      assertThat(log.next()).isEqualTo(3);
    }
  }

  @Test
  void anAppendedMessageIsConsumed() throws Exception {
    try (var log = Logs.tiny(Slow.SKIP)) {
      ByteBuffer message = utf8("hello");
      log.append(message);
      assertThat(message.hasRemaining()).isFalse();
    }
  }

  @Test
  void theBytesAreThoseOfTheWire() throws Exception {
    try (var log = Logs.tiny(Slow.SKIP);
        var cursor = log.cursor(Start.earliest())) {
      log.append("one");
      log.appendFrames(utf8("two\r\nthree\n"));
      log.finish();
      assertThat(OddChannel.drain(cursor, 1000)).isEqualTo("one\ntwo\r\nthree\n");
    }
  }

  @Test
  void anEntryHasItsOffsetAndItsMessage() throws Exception {
    try (var log = Logs.tiny(Slow.SKIP);
        var cursor = log.cursor(Start.earliest())) {
      log.append("one");
      log.append("two");
      Instant now = new TestClock().instant();
      assertThat(cursor.next()).isEqualTo(new Entry(0, Message.of("one"), now, null));
      assertThat(cursor.next()).isEqualTo(new Entry(1, Message.of("two"), now, null));
    }
  }

  @Test
  void aMessageThatTheFramingCannotHoldIsRefusedAndCounted() throws Exception {
    try (var log = Logs.tiny(Slow.SKIP)) {
      log.append("before");
      ByteBuffer unencodable = utf8("two\nlines");
      assertThatThrownBy(() -> log.append(unencodable)).isInstanceOf(UnencodableMessage.class);
      assertThat(unencodable.remaining()).as("it is not consumed").isEqualTo(9);
      assertThat(log.append("after")).isEqualTo(1);
      assertThat(log.counts().refused()).isEqualTo(1);
      log.finish();
      assertThat(readAll(log.cursor(Start.earliest()))).containsExactly("before", "after");
    }
  }

  @Test
  void aMessageLongerThanTheOptionsSayIsRefusedAndCounted() throws Exception {
    try (var log = MessageLog.inMemory(Framing.lines(), LogOptions.standard().maxMessage(10))) {
      assertThat(log.append("0123456789")).isZero();
      assertThatThrownBy(() -> log.append("0123456789A"))
          .isInstanceOf(FrameTooLong.class)
          .hasMessageContaining("11")
          .hasMessageContaining("10");
      assertThatThrownBy(() -> log.appendFrames(utf8("0123456789A\n")))
          .isInstanceOf(FrameTooLong.class);
      assertThat(log.counts().refused()).isEqualTo(2);
      assertThat(log.next()).isEqualTo(1);
    }
  }

  @Test
  void theLargestFrameFillsASegmentAndALargerIsRefused() throws Exception {
    int largest = 1024 - SegmentIndex.ENTRY - 1;
    try (var log = Logs.tiny(Slow.SKIP);
        var cursor = log.cursor(Start.earliest())) {
      for (int i = 0; i < 4; i++) {
        log.append("x".repeat(largest));
      }
      assertThatThrownBy(() -> log.append("x".repeat(largest + 1)))
          .isInstanceOf(FrameTooLong.class);
      assertThat(log.appendFrames(utf8("y".repeat(largest) + "\n"))).isEqualTo(1);
      assertThatThrownBy(() -> log.appendFrames(utf8("y".repeat(largest + 1) + "\n")))
          .isInstanceOf(FrameTooLong.class);
      assertThatThrownBy(() -> log.appendFrames(utf8("y".repeat(largest) + "\r\n")))
          .as("its message is not too long, but its frame is")
          .isInstanceOf(FrameTooLong.class);
      assertThat(log.counts().refused()).isEqualTo(3);
      assertThat(log.next()).isEqualTo(5);
      assertThat(log.counts().memory()).isLessThanOrEqualTo(2 * Logs.TINY.retention());
      log.finish();
      assertThat(readAll(cursor)).hasSize(4).last().isEqualTo("y".repeat(largest));
    }
  }

  @Test
  void anIncompleteFrameStaysInTheBuffer() throws Exception {
    try (var log = Logs.tiny(Slow.SKIP)) {
      ByteBuffer frames = utf8("one\ntwo\nthr");
      assertThat(log.appendFrames(frames)).isEqualTo(2);
      assertThat(utf8("thr")).isEqualTo(frames);

      ByteBuffer rest = utf8("three\nf");
      assertThat(log.appendFrames(rest)).isEqualTo(1);
      assertThat(rest.remaining()).isEqualTo(1);
      assertThat(log.appendFrames(rest)).isZero();
      assertThat(log.appendFrames(ByteBuffer.allocate(0))).isZero();
      log.finish();
      assertThat(readAll(log.cursor(Start.earliest()))).containsExactly("one", "two", "three");
    }
  }

  @Test
  void framesBeforeAnErrorAreAppendedAndConsumed() throws Exception {
    try (var log = MessageLog.inMemory(Framing.lines(), LogOptions.standard().maxMessage(5))) {
      ByteBuffer frames = utf8("one\ntwo\ntoolong\nthree\n");
      assertThatThrownBy(() -> log.appendFrames(frames)).isInstanceOf(FrameTooLong.class);
      assertThat(frames.position()).isEqualTo(8);
      assertThat(log.next()).isEqualTo(2);
      assertThat(log.counts().refused()).isEqualTo(1);
      frames.position(frames.position() + 8);
      assertThat(log.appendFrames(frames)).isEqualTo(1);
      log.finish();
      assertThat(readAll(log.cursor(Start.earliest()))).containsExactly("one", "two", "three");
    }
  }

  @Test
  void aRunOfFramesGoesOnInTheNextSegment() throws Exception {
    try (var log = Logs.tiny(Slow.SKIP)) {
      String frames = lines(0, 35).stream().collect(Collectors.joining("\n", "", "\n"));
      assertThat(log.appendFrames(utf8(frames))).isEqualTo(35);
      log.finish();
      for (int i = 0; i < 35; i++) {
        try (var cursor = log.cursor(Start.offset(i))) {
          assertThat(read(cursor, 1)).containsExactly(line(i));
        }
      }
      assertThat(readAll(log.cursor(Start.earliest()))).isEqualTo(lines(0, 35));
    }
  }

  @Test
  void aRunLongerThanTheRetentionLeavesItsEnd() throws Exception {
    try (var log = Logs.tiny(Slow.SKIP)) {
      String frames = lines(0, 95).stream().collect(Collectors.joining("\n", "", "\n"));
      assertThat(log.appendFrames(utf8(frames))).isEqualTo(95);
      log.finish();
      assertThat(readAll(log.cursor(Start.earliest()))).isEqualTo(lines(60, 95));
    }
  }

  @Test
  void heapAndDirectBuffersAndSlicesAreTaken() throws Exception {
    try (var log = Logs.tiny(Slow.SKIP)) {
      ByteBuffer direct = ByteBuffer.allocateDirect(16);
      direct.put(utf8("..one\ntwo\n..")).flip().position(2).limit(10);
      assertThat(log.appendFrames(direct)).isEqualTo(2);
      assertThat(direct.position()).isEqualTo(10);
      ByteBuffer slice =
          ByteBuffer.wrap("..three\n..".getBytes(StandardCharsets.UTF_8), 2, 6).slice();
      assertThat(log.appendFrames(slice.asReadOnlyBuffer())).isEqualTo(1);
      log.finish();
      assertThat(readAll(log.cursor(Start.earliest()))).containsExactly("one", "two", "three");
    }
  }

  @Test
  void aLogWhoseFramingDoesNotFitItsRetentionIsRefused() {
    assertThatThrownBy(() -> LogOptions.standard().retention(4095))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4096");
  }

  @Test
  void manyAppendersGetAnOffsetEachAndNoneStarves() throws Exception {
    int threads = 8;
    int each = 2_000;
    try (var log = MessageLog.inMemory(Framing.lines());
        var cursor = log.cursor(Start.earliest())) {
      var tasks =
          IntStream.range(0, threads)
              .mapToObj(t ->
                  Task.start(() -> {
                    for (int i = 0; i < each; i++) {
                      log.append(t + " " + i);
                    }
                    return true;
                  }))
              .toList();
      for (var task : tasks) {
        assertThat(task.result()).isTrue();
      }
      log.finish();
      int[] seen = new int[threads];
      for (String text : readAll(cursor)) {
        String[] parts = text.split(" ", 2);
        int t = Integer.parseInt(parts[0]);
        assertThat(Integer.parseInt(parts[1]))
            .as("each appender's order is kept")
            .isEqualTo(seen[t]);
        seen[t]++;
      }
      assertThat(seen).containsOnly(each);
    }
  }
}
