package dev.leat.stream;

import static dev.leat.stream.Logs.KEPT;
import static dev.leat.stream.Logs.PER_SEGMENT;
import static dev.leat.stream.Logs.fill;
import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursors with the policy SKIP. */
class SkipTest {
  @AutoClose private final MessageLog log = Logs.tiny(Slow.SKIP);

  @Test
  void anOvertakenCursorGoesOnAtTheOldestKeptAndCountsWhatItMissed() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, 5);
    read(cursor, 3);
    fill(log, KEPT + 2 * PER_SEGMENT);
    assertThat(cursor.next().offset()).isEqualTo(2 * PER_SEGMENT);
    assertThat(cursor.counts())
        .isEqualTo(new CursorCounts(21, KEPT - 1, (KEPT - 1) * 99L, 4 * 99L, 2L * PER_SEGMENT - 3));
    assertThat(log.counts().skipped()).isEqualTo(2 * PER_SEGMENT - 3);
  }

  @Test
  void itDoesNotHoldTheAppenderUp() throws Exception {
    var stuck = new StuckChannel();
    var cursor = log.cursor(Start.earliest());
    fill(log, 1);
    var write = Task.start(() -> cursor.writeTo(stuck));
    stuck.awaitWrite();
    fill(log, 100 * KEPT);
    stuck.letGo();
    write.result();
    assertThat(cursor.next().offset()).isEqualTo(log.counts().earliest());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 98})
  void aCursorInsideAMessageFinishesItAndJumpsAtItsEnd(int into) throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, 10);
    var channel = new OddChannel(() -> into);
    cursor.writeTo(channel);
    fill(log, 3 * KEPT);
    log.finish();
    long earliest = log.counts().earliest();
    while (cursor.writeTo(channel) >= 0) {}
    assertThat(channel.text().lines())
        .hasSize(1 + (int) (log.next() - earliest))
        .startsWith(line(0), line(earliest))
        .endsWith(line(3 * KEPT - 1));
    assertThat(cursor.counts().skipped()).isEqualTo(earliest - 1);
    assertThat(cursor.counts().bytes()).isEqualTo(channel.text().length());
  }

  @Test
  void aCursorAtTheEndOfAMessageJumpsAtOnce() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, 10);
    read(cursor, 2);
    fill(log, KEPT + 1);
    assertThat(read(cursor, 1)).containsExactly(line(PER_SEGMENT));
    assertThat(cursor.counts().skipped()).isEqualTo(PER_SEGMENT - 2);
  }

  @Test
  void aCursorThatHasReadItsSegmentToTheEndMissesNothing() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, PER_SEGMENT);
    read(cursor, PER_SEGMENT);
    fill(log, KEPT + 1);
    assertThat(read(cursor, 1)).containsExactly(line(PER_SEGMENT));
    assertThat(cursor.counts().skipped()).isZero();
  }

  @Test
  void aWriteThatBeganBeforeTheSegmentWasDroppedCountsInFull() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, 7);
    var stuck = new StuckChannel();
    var write = Task.start(() -> cursor.writeTo(stuck));
    stuck.awaitWrite();
    fill(log, KEPT + 1);
    stuck.letGo();
    assertThat(write.result()).isEqualTo(7 * 99);
    assertThat(read(cursor, 1)).containsExactly(line(PER_SEGMENT));
    assertThat(cursor.counts().skipped()).isEqualTo(PER_SEGMENT - 7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverItTakesAtATimeItsLinesAreWholeAndItsCountsExact(long seed) throws Exception {
    var random = new Random(seed);
    var cursor = log.cursor(Start.earliest());
    var channel = new OddChannel(() -> random.nextInt(random.nextBoolean() ? 7 : 700));
    while (log.next() < 3_000) {
      log.append(random.nextInt(4) == 0 ? "" : log.next() + " ".repeat(random.nextInt(200)) + ".");
      while (random.nextInt(3) == 0 && cursor.counts().lag() > 0) {
        cursor.writeTo(channel);
      }
    }
    log.finish();
    while (cursor.writeTo(channel) >= 0) {}
    List<String> lines = channel.text().lines().toList();
    assertThat(lines)
        .hasSizeGreaterThan(100)
        .allMatch(text -> text.isEmpty() || text.endsWith("."));
    assertThat(numbers(lines)).isSorted().doesNotHaveDuplicates();
    CursorCounts counts = cursor.counts();
    assertThat(counts.skipped()).isPositive().isEqualTo(3_000 - lines.size());
    assertThat(counts.bytes()).isEqualTo(channel.text().length());
    assertThat(counts.lag()).isZero();
    assertThat(log.counts().skipped()).isEqualTo(counts.skipped());
  }

  private static List<Long> numbers(List<String> lines) {
    return lines.stream()
        .flatMap(text ->
            text.isEmpty() ? Stream.empty() : Stream.of(text.substring(0, text.length() - 1)))
        .map(text -> Long.valueOf(text.strip()))
        .toList();
  }
}
