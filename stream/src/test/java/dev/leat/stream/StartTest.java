package dev.leat.stream;

import static dev.leat.stream.Logs.fill;
import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.read;
import static dev.leat.stream.Logs.readAll;
import static dev.leat.stream.Logs.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartTest {
  private final TestClock clock = new TestClock();

  private MessageLog log() {
    return Logs.lines(Logs.TINY, clock);
  }

  @Test
  void earliestIsTheOldestKept() throws Exception {
    try (var log = log()) {
      fill(log, Logs.KEPT + 1);
      assertThat(read(log.cursor(Start.earliest()), 1)).containsExactly(line(Logs.PER_SEGMENT));
    }
  }

  @Test
  void lastIsTheNewestThere() throws Exception {
    try (var log = log()) {
      for (int i = 0; i < 2 * Logs.KEPT; i++) {
        log.append(line(i));
        assertThat(read(log.cursor(Start.last()), 1)).containsExactly(line(i));
      }
    }
  }

  @Test
  void lastOfAnEmptyStreamIsTheNextToCome() throws Exception {
    try (var log = log();
        var cursor = log.cursor(Start.last())) {
      log.append("first");
      assertThat(read(cursor, 1)).containsExactly("first");
    }
  }

  @Test
  void lastOfAStreamWhoseMessagesHaveAgedIsTheNextToCome() throws Exception {
    try (var log = Logs.lines(Logs.TINY.maxAge(Duration.ofMinutes(1)), clock)) {
      log.append("old");
      clock.move(Duration.ofMinutes(2));
      try (var cursor = log.cursor(Start.last())) {
        log.append("new");
        assertThat(read(cursor, 1)).containsExactly("new");
      }
    }
  }

  @Test
  void latestIsTheNextToCome() throws Exception {
    try (var log = log()) {
      fill(log, 25);
      try (var cursor = log.cursor(Start.latest())) {
        fill(log, 27);
        assertThat(read(cursor, 2)).containsExactly(line(25), line(26));
      }
    }
  }

  @Test
  void anOffsetIsThatMessage() throws Exception {
    try (var log = log()) {
      fill(log, 3 * Logs.KEPT + 3);
      long earliest = Logs.earliest(log);
      for (long i = earliest; i < log.next(); i++) {
        try (var cursor = log.cursor(Start.offset(i))) {
          assertThat(cursor.next().offset()).isEqualTo(i);
          assertThat(cursor.counts().offset()).isEqualTo(i + 1);
        }
      }
    }
  }

  @Test
  void theNextOffsetIsTheNextToCome() throws Exception {
    try (var log = log()) {
      fill(log, 20);
      try (var cursor = log.cursor(Start.offset(20))) {
        fill(log, 21);
        assertThat(read(cursor, 1)).containsExactly(line(20));
      }
    }
  }

  @Test
  void anOffsetThatIsNoLongerOrNotYetThereIsRefused() throws Exception {
    try (var log = log()) {
      fill(log, Logs.KEPT + 1);
      for (long offset : List.of(-1L, 0L, 9L, 42L, Long.MAX_VALUE)) {
        assertThatExceptionOfType(OffsetOutOfRange.class)
            .isThrownBy(() -> log.cursor(Start.offset(offset)))
            .withMessage(
                "offset " + offset + " is not in the stream: it keeps 10 to 40, the next is 41")
            .satisfies(e -> {
              assertThat(e.offset()).isEqualTo(offset);
              assertThat(e.earliest()).isEqualTo(10);
              assertThat(e.next()).isEqualTo(41);
            });
      }
      assertThat(log.counts().cursors()).isZero();
    }
  }

  @Test
  void anOffsetInAnEmptyStreamIsRefused() throws Exception {
    try (var log = log()) {
      assertThatExceptionOfType(OffsetOutOfRange.class)
          .isThrownBy(() -> log.cursor(Start.offset(1)))
          .withMessage("offset 1 is not in the stream: it is empty, the next is 0");
    }
  }

  @Test
  void aTimeIsTheFirstMessageOfThatTimeOrLater() throws Exception {
    try (var log = log()) {
      Instant first = clock.instant();
      for (int i = 0; i < 25; i++) {
        log.append(line(i));
        clock.move(Duration.ofMillis(20));
      }
      for (int i = 0; i < 25; i++) {
        Instant time = first.plusMillis(20L * i);
        assertThat(read(log.cursor(Start.time(time)), 1)).containsExactly(line(i));
        assertThat(read(log.cursor(Start.time(time.minusMillis(1))), 1)).containsExactly(line(i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 9})
  void aTimeIsNeverLaterThanTheFirstMessageOfThatTimeAndAtMostTenMillisecondsEarlier(int step)
      throws Exception {
    try (var log = log()) {
      Instant first = clock.instant();
      for (int i = 0; i < 25; i++) {
        log.append(line(i));
        clock.move(Duration.ofMillis(step));
      }
      for (int i = 0; i < 25; i++) {
        Instant time = first.plusMillis((long) step * i);
        long offset = log.cursor(Start.time(time)).next().offset();
        assertThat(offset).isBetween(i - (9L / step), (long) i);
      }
    }
  }

  @Test
  void aTimeBeforeAllIsTheEarliestAndOneAfterAllTheNextToCome() throws Exception {
    try (var log = log()) {
      fill(log, Logs.KEPT + 1);
      for (Instant early : List.of(Instant.MIN, Instant.EPOCH)) {
        assertThat(read(log.cursor(Start.time(early)), 1)).containsExactly(line(Logs.PER_SEGMENT));
      }
      for (Instant late : List.of(Instant.MAX, clock.ahead(Duration.ofSeconds(1)))) {
        try (var cursor = log.cursor(Start.time(late))) {
          long next = log.append("new");
          assertThat(cursor.next().offset()).isEqualTo(next);
        }
      }
    }
  }

  @Test
  void aTimeInAnEmptyStreamIsTheNextToCome() throws Exception {
    try (var log = log();
        var cursor = log.cursor(Start.time(clock.instant()))) {
      log.append("first");
      assertThat(read(cursor, 1)).containsExactly("first");
    }
  }

  @Test
  void timesNeverGoBackThoughTheClockDoes() throws Exception {
    try (var log = log()) {
      Instant first = clock.instant();
      log.append("one");
      clock.move(Duration.ofMinutes(-1));
      log.append("two");
      clock.move(Duration.ofMinutes(2));
      Instant third = clock.instant();
      log.append("three");
      log.finish();
      assertThat(readAll(log.cursor(Start.time(first)))).containsExactly("one", "two", "three");
      assertThat(readAll(log.cursor(Start.time(third)))).containsExactly("three");
    }
  }

  @Test
  void framesOfOneAppendShareItsTime() throws Exception {
    try (var log = log()) {
      log.append("before");
      clock.move(Duration.ofSeconds(1));
      Instant time = clock.instant();
      log.appendFrames(utf8("one\ntwo\n"));
      log.finish();
      assertThat(readAll(log.cursor(Start.time(time)))).containsExactly("one", "two");
    }
  }

  @Test
  void aFinishedStreamCanStillBeRead() throws Exception {
    try (var log = log()) {
      fill(log, 3);
      log.finish();
      assertThat(readAll(log.cursor(Start.earliest()))).hasSize(3);
      assertThat(readAll(log.cursor(Start.last()))).hasSize(1);
      assertThat(readAll(log.cursor(Start.latest()))).isEmpty();
    }
  }

  @Test
  void aClosedStreamCannotBeRead() {
    var log = log();
    log.close();
    assertThatExceptionOfType(LogClosed.class)
        .isThrownBy(() -> log.cursor(Start.earliest()))
        .withMessage("the stream is closed: nothing can be read from it");
  }
}
