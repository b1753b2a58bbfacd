package dev.leat.stream;

import static dev.leat.stream.Logs.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a producer sends again is not appended again. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProducersTest {
  private static final long ONE = 0x1111L;
  private static final long TWO = -2L;

  @TempDir Path directory;

  private MessageLog open(boolean stored, LogOptions options) throws IOException {
    return stored
        ? Stores.open(directory.resolve("store"), options, Sync.NONE)
        : MessageLog.inMemory(Framing.lines(), options);
  }

  private static long append(MessageLog log, long producer, long sequence) throws IOException {
    return log.append(Message.of(text(producer, sequence)), Origin.producer(producer, sequence));
  }

  private static String text(long producer, long sequence) {
    return "%d of %x".formatted(sequence, producer);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRepeatAnswersTheFirstOffset(boolean stored) throws Exception {
    try (var log = open(stored, Stores.SMALL)) {
      log.append("from nobody");
      assertThat(append(log, ONE, 7)).as("it may begin with any").isEqualTo(1);
      assertThat(append(log, ONE, 7)).isEqualTo(1);
      assertThat(append(log, ONE, 8)).isEqualTo(2);
      assertThat(append(log, TWO, 0)).isEqualTo(3);
      assertThat(append(log, ONE, 9)).isEqualTo(4);
      assertThat(append(log, ONE, 7)).isEqualTo(1);
      assertThat(append(log, ONE, 8)).isEqualTo(2);
      assertThat(append(log, ONE, 9)).isEqualTo(4);
      assertThat(append(log, TWO, 0)).isEqualTo(3);
      assertThat(log.next()).isEqualTo(5);
      assertThat(log.sequence(ONE)).hasValue(9);
      assertThat(log.sequence(TWO)).hasValue(0);
      assertThat(log.sequence(3)).isEqualTo(OptionalLong.empty());
      assertThat(log.lastOffset(ONE)).hasValue(4);
      assertThat(log.lastOffset(TWO)).hasValue(3);
      assertThat(log.lastOffset(3)).isEqualTo(OptionalLong.empty());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRepeatIsFoundInAnySegmentThatIsKept(boolean stored) throws Exception {
    try (var log = open(stored, Stores.SMALL)) {
      String long1 = "x".repeat(300);
      int count = 0;
      while (log.counts().earliest() == 0) {
        Origin origin = Origin.producer(count % 2 == 0 ? ONE : TWO, count / 2);
        assertThat(log.append(Message.of(count + long1), origin)).isEqualTo(count);
        count++;
      }
      long earliest = log.counts().earliest();
      for (int i = 0; i < count; i++) {
        Origin origin = Origin.producer(i % 2 == 0 ? ONE : TWO, i / 2);
        long found = log.append(Message.of("again"), origin);
        assertThat(found).isEqualTo(i >= earliest || i >= count - 2 ? i : -1);
      }
      assertThat(log.next()).isEqualTo(count);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void numbersThatAreLeftOutAreAGap(boolean stored) throws Exception {
    try (var log = open(stored, Stores.SMALL)) {
      append(log, ONE, 0);
      assertThatThrownBy(() -> append(log, ONE, 2))
          .isInstanceOfSatisfying(
              SequenceGap.class,
              gap -> {
                assertThat(gap.expected()).isEqualTo(1);
                assertThat(gap.given()).isEqualTo(2);
              });
      assertThatThrownBy(() -> log.appendFrames(utf8("x\n"), Origin.producer(ONE, 5)))
          .isInstanceOf(SequenceGap.class);
      assertThat(log.next()).isEqualTo(1);
      assertThat(append(log, ONE, 1)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void framesThatHaveComeBeforeAreConsumedAndNotCounted(boolean stored) throws Exception {
    try (var log = open(stored, Stores.SMALL)) {
      assertThat(log.appendFrames(utf8("0\n1\n2\n"), Origin.producer(ONE, 0))).isEqualTo(3);
      ByteBuffer frames = utf8("1\n2\n3\n4\n5");
      assertThat(log.appendFrames(frames, Origin.producer(ONE, 1))).isEqualTo(2);
      assertThat(frames.remaining()).isEqualTo(1);
      assertThat(log.appendFrames(utf8("0\n1\n"), Origin.producer(ONE, 0))).isZero();
      assertThat(Stores.read(log, 0)).containsExactly("0", "1", "2", "3", "4");
      assertThat(log.sequence(ONE)).hasValue(4);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRefusedMessageUsesNoNumber(boolean stored) throws Exception {
    try (var log = open(stored, Stores.SMALL)) {
      append(log, ONE, 0);
      assertThatThrownBy(() -> log.append(Message.of("two\nlines"), Origin.producer(ONE, 1)))
          .isInstanceOf(IOException.class);
      assertThat(log.sequence(ONE)).hasValue(0);
      assertThat(append(log, ONE, 1)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoHasBeenSilentForLongestIsForgotten(boolean stored) throws Exception {
    try (var log = open(stored, Stores.SMALL.producers(2))) {
      append(log, 1, 0);
      append(log, 2, 0);
      append(log, 1, 1);
      append(log, 3, 0);
      assertThat(log.counts().producers()).isEqualTo(2);
      assertThat(log.counts().expired()).isEqualTo(1);
      assertThat(log.sequence(1)).hasValue(1);
      assertThat(log.sequence(2)).isEmpty();
      assertThat(append(log, 2, 9)).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void framesThatComeByteByByteAreNumberedToo(boolean stored) throws Exception {
    try (var log = open(stored, Stores.SMALL)) {
      log.appendFrames(utf8("0\n1\n"), Origin.producer(ONE, 0));
      FrameAppender frames = log.frames(Origin.producer(ONE, 1));
      int appended = 0;
      for (byte b : "1\n2\r\n3\n4".getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
        ByteBuffer one = ByteBuffer.wrap(new byte[] {b});
        appended += frames.append(one);
        assertThat(one.hasRemaining()).isFalse();
      }
      assertThat(appended).isEqualTo(2);
      assertThat(frames.begun()).isTrue();
      assertThat(Stores.read(log, 0)).containsExactly("0", "1", "2", "3");
      assertThat(log.sequence(ONE)).hasValue(3);
    }
  }
}
