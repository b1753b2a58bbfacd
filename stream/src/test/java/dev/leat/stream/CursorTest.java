package dev.leat.stream;

import static dev.leat.stream.Logs.KEPT;
import static dev.leat.stream.Logs.fill;
import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.lines;
import static dev.leat.stream.Logs.read;
import static dev.leat.stream.Logs.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  @AutoClose private final MessageLog log = Logs.tiny(Slow.SKIP);

  private static String wire(List<String> lines) {
    return lines.stream().map(text -> text + "\n").collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 98, 99, 100, 1000, Integer.MAX_VALUE})
  void theChannelGetsEachByteOnceHoweverFewItTakes(int most) throws Exception {
    fill(log, KEPT);
    log.finish();
    assertThat(OddChannel.drain(log.cursor(Start.earliest()), most))
        .isEqualTo(wire(lines(0, KEPT)));
  }

  @Test
  void aChannelThatTakesNothingGetsTheSameAgain() throws Exception {
    fill(log, 1);
    var cursor = log.cursor(Start.earliest());
    assertThat(cursor.writeTo(new OddChannel(() -> 0))).isZero();
    assertThat(read(cursor, 1)).containsExactly(line(0));
  }

  @Test
  void oneWriteCarriesAllThatIsInTheSegment() throws Exception {
    fill(log, 7);
    var cursor = log.cursor(Start.earliest());
    assertThat(cursor.writeTo(new OddChannel(() -> Integer.MAX_VALUE))).isEqualTo(7 * 99);
  }

  @Test
  void oneWriteCarriesAtMost256Kibibytes() throws Exception {
    try (var log = MessageLog.inMemory(Framing.lines())) {
      String text = "x".repeat(1000);
      for (int i = 0; i < 5_000; i++) {
        log.append(text);
      }
      log.finish();
      List<Integer> sizes = new ArrayList<>();
      var cursor = log.cursor(Start.earliest());
      var channel = new OddChannel(() -> Integer.MAX_VALUE);
      for (int taken; (taken = cursor.writeTo(channel)) >= 0; ) {
        sizes.add(taken);
      }
      assertThat(sizes).allMatch(size -> size <= 256 << 10).contains(256 << 10);
      assertThat(channel.text()).hasSize(5_005_000);
    }
  }

  @Test
  void theChannelCannotWriteIntoTheLog() throws Exception {
    fill(log, 1);
    var cursor = log.cursor(Start.earliest());
    WritableByteChannel vandal =
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer source) {
            source.put(0, (byte) '!');
            return 0;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> cursor.writeTo(vandal)).isInstanceOf(ReadOnlyBufferException.class);
    assertThat(read(cursor, 1)).containsExactly(line(0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void bothWaysOfReadingMayTakeTurnsBetweenMessages(long seed) throws Exception {
    var random = new Random(seed);
    fill(log, KEPT);
    log.finish();
    var channel = new OddChannel(() -> 99 * (1 + random.nextInt(4)));
    var cursor = log.cursor(Start.earliest());
    StringBuilder all = new StringBuilder();
    int written = 0;
    for (boolean ended = false; !ended; ) {
      if (random.nextBoolean()) {
        Entry entry = cursor.next();
        ended = entry == null;
        if (entry != null) {
          assertThat(entry.message().text()).isEqualTo(line(entry.offset()));
          all.append(entry.message().text()).append('\n');
        }
      } else {
        ended = cursor.writeTo(channel) < 0;
        all.append(channel.text().substring(written));
        written = channel.text().length();
      }
    }
    assertThat(all).hasToString(wire(lines(0, KEPT)));
  }

  @Test
  void insideAMessageThereIsNoNext() throws Exception {
    fill(log, 2);
    var cursor = log.cursor(Start.earliest());
    var channel = new OddChannel(() -> 50);
    cursor.writeTo(channel);
    assertThatThrownBy(cursor::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside a message");
    assertThat(cursor.counts().offset()).isZero();
    while (cursor.counts().offset() == 0) {
      cursor.writeTo(new OddChannel(() -> 1));
    }
    assertThat(read(cursor, 1)).containsExactly(line(1));
  }

  @Test
  void theCountsSayWhereItStands() throws Exception {
    fill(log, 15);
    try (var cursor = log.cursor(Start.offset(3))) {
      assertThat(cursor.counts()).isEqualTo(new CursorCounts(3, 12, 12 * 99, 0, 0));
      read(cursor, 4);
      assertThat(cursor.counts()).isEqualTo(new CursorCounts(7, 8, 8 * 99, 4 * 99, 0));
      cursor.writeTo(new OddChannel(() -> 100));
      assertThat(cursor.counts())
          .as("one byte into its message")
          .isEqualTo(new CursorCounts(8, 7, 7 * 99 - 1, 5 * 99 + 1, 0));
      fill(log, 20);
      assertThat(cursor.counts()).isEqualTo(new CursorCounts(8, 12, 12 * 99 - 1, 5 * 99 + 1, 0));
    }
  }

  @Test
  void theLogCountsWhatItHoldsAndHasDone() throws Exception {
    assertThat(log.counts()).isEqualTo(new LogCounts(0, 0, 0, 1024, 0, 0, 0, 0, 0, 0));
    fill(log, KEPT + 5);
    var one = log.cursor(Start.earliest());
    var other = log.cursor(Start.latest(), Slow.DISCONNECT);
    assertThat(log.counts())
        .isEqualTo(new LogCounts(10, KEPT + 5, (KEPT + 5) * 99, 4096, 2, 0, 0, 0, 0, 0));
    fill(log, 2 * KEPT + 5);
    read(one, 1);
    assertThatThrownBy(() -> log.append("\n")).isNotNull();
    assertThat(log.counts()).isEqualTo(new LogCounts(50, 85, 85 * 99, 4096, 1, 40, 1, 1, 0, 0));
    one.close();
    other.close();
    assertThat(log.counts().cursors()).isZero();
  }

  @Test
  void aFinishedStreamEndsAfterItsLastMessage() throws Exception {
    var early = log.cursor(Start.earliest());
    var reader = Task.start(() -> readAll(early)).awaitWaiting();
    fill(log, 2);
    reader.awaitWaiting();
    assertThat(log.finished()).isFalse();
    log.finish();
    log.finish();
    assertThat(log.finished()).isTrue();
    assertThat(reader.result()).isEqualTo(lines(0, 2));
    assertThatThrownBy(() -> log.append("late"))
        .isInstanceOf(LogClosed.class)
        .hasMessage("the stream is finished: nothing can be appended to it");
    assertThat(OddChannel.drain(log.cursor(Start.earliest()), 10)).isEqualTo(wire(lines(0, 2)));
  }

  @Test
  void aClosedCursorCannotBeRead() throws Exception {
    fill(log, 1);
    var cursor = log.cursor(Start.earliest());
    cursor.close();
    assertThatThrownBy(cursor::next).isInstanceOf(CursorDisconnected.class);
    assertThatThrownBy(() -> cursor.writeTo(new OddChannel(() -> 1)))
        .isInstanceOf(CursorDisconnected.class)
        .hasMessage("the cursor or its stream was closed");
  }

  @Test
  void manyCursorsComeAndGo() throws Exception {
    fill(log, 10);
    var random = new Random(1);
    List<Cursor> open = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(3) > 0) {
        open.add(log.cursor(Start.offset(random.nextInt(10))));
      } else if (!open.isEmpty()) {
        open.remove(random.nextInt(open.size())).close();
      }
    }
    assertThat(log.counts().cursors()).isEqualTo(open.size()).isGreaterThan(5_000);
    fill(log, 11);
    for (Cursor cursor : open) {
      assertThat(cursor.next()).isNotNull();
    }
    log.close();
    assertThat(log.counts().cursors()).isZero();
    assertThat(log.counts().memory()).isZero();
    for (Cursor cursor : open) {
      assertThatThrownBy(cursor::next).isInstanceOf(CursorDisconnected.class);
    }
  }
}
