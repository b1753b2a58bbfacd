package dev.leat.stream;

import static dev.leat.stream.Logs.KEPT;
import static dev.leat.stream.Logs.PER_SEGMENT;
import static dev.leat.stream.Logs.fill;
import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.lines;
import static dev.leat.stream.Logs.read;
import static dev.leat.stream.Logs.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursors that end after so many messages. */
class LimitTest {
  @AutoClose private final MessageLog log = Logs.tiny(Slow.SKIP);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 11, 25, 40})
  void aCursorEndsAfterSoManyMessages(int limit) throws Exception {
    fill(log, KEPT);
    assertThat(readAll(log.cursor(Start.earliest()).limit(limit))).isEqualTo(lines(0, limit));
    assertThat(OddChannel.drain(log.cursor(Start.earliest()).limit(limit), Integer.MAX_VALUE))
        .isEqualTo(lines(0, limit).stream().map(t -> t + "\n").collect(Collectors.joining()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 99, 100})
  void itEndsThereWhateverTheChannelTakesAtATime(int most) throws Exception {
    fill(log, KEPT);
    assertThat(OddChannel.drain(log.cursor(Start.offset(5)).limit(17), most).lines())
        .isEqualTo(lines(5, 22));
  }

  @Test
  void itWaitsForMessagesToCome() throws Exception {
    var cursor = log.cursor(Start.latest()).limit(2);
    var reader = Task.start(() -> readAll(cursor)).awaitWaiting();
    fill(log, 1);
    reader.awaitWaiting();
    fill(log, 5);
    assertThat(reader.result()).isEqualTo(lines(0, 2));
  }

  @Test
  void itIsRefusedWhileTheCursorIsRead() throws Exception {
    var cursor = log.cursor(Start.latest());
    var reader = Task.start(() -> readAll(cursor)).awaitWaiting();
    assertThatThrownBy(() -> cursor.limit(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before the cursor is read");
    log.finish();
    assertThat(reader.result()).isEmpty();
  }

  @Test
  void itEndsWithTheStreamIfThatIsShorter() throws Exception {
    fill(log, 3);
    log.finish();
    assertThat(readAll(log.cursor(Start.earliest()).limit(5))).hasSize(3);
  }

  @Test
  void skippedMessagesDoNotCount() throws Exception {
    var cursor = log.cursor(Start.earliest()).limit(15);
    fill(log, KEPT);
    read(cursor, 4);
    fill(log, 2 * KEPT + 1);
    long earliest = log.counts().earliest();
    assertThat(readAll(cursor)).isEqualTo(lines((int) earliest, (int) earliest + 11));
    assertThat(cursor.counts().skipped()).isEqualTo(earliest - 4);
  }

  @Test
  void aMessageThatIsFinishedBeforeASkipCounts() throws Exception {
    var cursor = log.cursor(Start.earliest()).limit(3);
    fill(log, KEPT);
    var channel = new OddChannel(() -> 120);
    cursor.writeTo(channel);
    fill(log, 2 * KEPT + 1);
    int earliest = (int) log.counts().earliest();
    while (cursor.writeTo(channel) >= 0) {}
    assertThat(channel.text().lines()).containsExactly(line(0), line(1), line(earliest));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void itIsExactThoughTheCursorIsOvertakenAtAnyMoment(long seed) throws Exception {
    var random = new Random(seed);
    int limit = 1 + random.nextInt(150);
    var cursor = log.cursor(Start.earliest()).limit(limit);
    var channel = new OddChannel(() -> 1 + random.nextInt(300));
    boolean ended = false;
    while (!ended) {
      log.append(log.next() + " ".repeat(random.nextInt(100)) + ".");
      for (int i = random.nextInt(3); i > 0 && !ended && cursor.counts().lag() > 0; i--) {
        ended = cursor.writeTo(channel) < 0;
      }
    }
    assertThat(channel.text().lines()).hasSize(limit).allMatch(text -> text.endsWith("."));
    assertThat(channel.text()).endsWith(".\n");
  }

  @Test
  void atItsLimitItLetsGoOfItsPlace() throws Exception {
    var cursor = log.cursor(Start.earliest(), Slow.DISCONNECT).limit(3);
    fill(log, 5);
    read(cursor, 3);
    assertThat(log.counts().cursors()).isZero();
    fill(log, 3 * KEPT);
    assertThat(log.counts().disconnected()).isZero();
    assertThat(log.counts().memory()).isEqualTo(4096);
    assertThat(cursor.next()).isNull();
    assertThat(cursor.counts().offset()).isEqualTo(3);
    assertThat(cursor.counts().bytes()).isEqualTo(3 * 99);
    cursor.close();
    assertThatThrownBy(cursor::next).isInstanceOf(CursorDisconnected.class);
  }

  @Test
  void atItsLimitItDoesNotSkip() throws Exception {
    var cursor = log.cursor(Start.earliest()).limit(3);
    fill(log, 3);
    OddChannel.drain(cursor, 50);
    fill(log, 3 * KEPT);
    assertThat(cursor.next()).isNull();
    assertThat(cursor.counts().skipped()).isZero();
  }

  @Test
  void aLimitMayBeLongerThanOneWrite() throws Exception {
    try (var log = MessageLog.inMemory(Framing.lines())) {
      String text = "x".repeat(999);
      for (int i = 0; i < 3_000; i++) {
        log.append(text);
      }
      var channel = new OddChannel(() -> Integer.MAX_VALUE);
      var cursor = log.cursor(Start.earliest()).limit(2_500);
      int writes = 0;
      for (int taken; (taken = cursor.writeTo(channel)) >= 0; writes++) {
        assertThat(taken).isLessThanOrEqualTo(Cursor.LARGEST_WRITE);
      }
      assertThat(channel.text()).hasSize(2_500_000);
      assertThat(writes).isLessThan(30);
    }
  }

  @Test
  void aNegativeLimitIsRefused() throws Exception {
    var cursor = log.cursor(Start.earliest());
    assertThatThrownBy(() -> cursor.limit(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void aLimitOnACursorThatHasEndedChangesNothing() throws Exception {
    fill(log, PER_SEGMENT);
    var cursor = log.cursor(Start.earliest());
    cursor.close();
    fill(log, 3 * KEPT);
    cursor.limit(5);
    assertThatThrownBy(cursor::next).isInstanceOf(CursorDisconnected.class);
  }
}
