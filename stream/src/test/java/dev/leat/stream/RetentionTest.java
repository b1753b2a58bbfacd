package dev.leat.stream;

import static dev.leat.stream.Logs.KEPT;
import static dev.leat.stream.Logs.PER_SEGMENT;
import static dev.leat.stream.Logs.earliest;
import static dev.leat.stream.Logs.fill;
import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.lines;
import static dev.leat.stream.Logs.read;
import static dev.leat.stream.Logs.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final LogOptions AGED = Logs.TINY.maxAge(Duration.ofMinutes(1));

  private final TestClock clock = new TestClock();

  @Test
  void theOldestSegmentIsDroppedWholeOnceTheRetentionIsReached() throws Exception {
    try (var log = Logs.tiny(Slow.SKIP)) {
      fill(log, KEPT);
      assertThat(earliest(log)).isZero();
      for (int to = KEPT + 1; to < 5 * KEPT; to++) {
        fill(log, to);
        assertThat(earliest(log))
            .isEqualTo((to - 1) / PER_SEGMENT * PER_SEGMENT - KEPT + PER_SEGMENT);
        assertThat(log.counts().memory()).isEqualTo(4096);
      }
      log.finish();
      assertThat(readAll(log.cursor(Start.earliest())))
          .isEqualTo(lines((int) earliest(log), (int) log.next()));
    }
  }

  @Test
  void segmentsGrowToAQuarterOfTheRetention() {
    assertThat(capacities(4 << 10, 3)).containsExactly(1 << 10, 1 << 10, 1 << 10);
    assertThat(capacities(5001, 2)).containsExactly(1250, 1250);
    assertThat(capacities(1 << 20, 4)).containsExactly(64 << 10, 256 << 10, 256 << 10, 256 << 10);
  }

  @Test
  void segmentsGrowToSixteenMebibytesAtMost() {
    assertThat(capacities(1 << 30, 6))
        .containsExactly(64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20, 16 << 20);
  }

  private static List<Integer> capacities(long retention, int count) {
    int largest = Largest.of(Logs.TINY.retention(retention), Framing.lines(), 0).segment();
    var segments =
        new Segments(
            retention,
            largest,
            Segments.FIRST,
            false,
            0,
            Recovered.nothing("lines", 0, 1),
            () -> 0,
            () -> {});
    List<Integer> capacities = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      capacities.add(segments.active().memory());
      segments.roll(1);
    }
    segments.dropAll();
    assertThat(segments.memory()).isZero();
    return capacities;
  }

  @Test
  void betweenThreeQuartersAndAllOfTheRetentionIsUsed() throws Exception {
    for (long retention : new long[] {4 << 10, 5001, 100 << 10, 1 << 20, 3_000_000}) {
      try (var log = Logs.lines(Logs.TINY.retention(retention), clock)) {
        for (long i = 0; i < 3 * retention / 99; i++) {
          log.append(line(i));
          assertThat(log.counts().memory()).isLessThanOrEqualTo(retention);
        }
        long kept = (log.next() - earliest(log)) * 99;
        assertThat(kept).isBetween(retention * 70 / 100, retention);
      }
    }
  }

  @Test
  void theIndexOfManySmallMessagesIsPartOfTheMemory() throws Exception {
    try (var log = Logs.lines(Logs.TINY, clock)) {
      for (int i = 0; i < 1_000; i++) {
        log.append("x");
        clock.move(Duration.ofSeconds(1));
      }
      assertThat(log.next() - earliest(log))
          .as("two bytes and an entry of the index each")
          .isBetween(3L * 1024 / 18, 4L * 1024 / 18);
      assertThat(log.counts().memory()).isEqualTo(4096);
      log.finish();
      assertThat(readAll(log.cursor(Start.earliest()))).hasSizeGreaterThan(160).containsOnly("x");
    }
  }

  @Test
  void whatIsOlderThanTheAgeIsDroppedASegmentAtATime() throws Exception {
    try (var log = Logs.lines(AGED, clock)) {
      fill(log, 15);
      clock.move(Duration.ofSeconds(40));
      fill(log, 25);
      clock.move(Duration.ofSeconds(40));
      fill(log, 26);
      assertThat(earliest(log))
          .as("ten lines are old, five share a segment with newer ones")
          .isEqualTo(10);
      clock.move(Duration.ofSeconds(40));
      fill(log, 27);
      assertThat(earliest(log))
          .as("a second entry of the index takes a line's place")
          .isEqualTo(19);
    }
  }

  @Test
  void theActiveSegmentAgesToo() throws Exception {
    try (var log = Logs.lines(AGED, clock)) {
      fill(log, 5);
      clock.move(Duration.ofSeconds(61));
      log.append("new");
      assertThat(earliest(log)).isEqualTo(5);
      log.finish();
      assertThat(readAll(log.cursor(Start.earliest()))).containsExactly("new");
    }
  }

  @Test
  void aCursorOpenedLaterDoesNotSeeWhatHasAged() throws Exception {
    try (var log = Logs.lines(AGED, clock)) {
      fill(log, 15);
      clock.move(Duration.ofSeconds(61));
      try (var cursor = log.cursor(Start.earliest())) {
        assertThat(earliest(log)).isEqualTo(15);
        log.append("new");
        assertThat(read(cursor, 1)).containsExactly("new");
      }
      assertThatThrownBy(() -> log.cursor(Start.offset(14))).isInstanceOf(OffsetOutOfRange.class);
    }
  }

  @Test
  void aCursorThatIsOvertakenByAgeSkips() throws Exception {
    try (var log = Logs.lines(AGED, clock);
        var cursor = log.cursor(Start.earliest())) {
      fill(log, 15);
      read(cursor, 3);
      clock.move(Duration.ofSeconds(61));
      log.append("new");
      assertThat(read(cursor, 1)).containsExactly("new");
      assertThat(cursor.counts().skipped()).isEqualTo(12);
    }
  }

  @Test
  void whatACursorWaitsForDoesNotAge() throws Exception {
    try (var log = Logs.lines(AGED, clock);
        var cursor = log.cursor(Start.earliest(), Slow.WAIT)) {
      fill(log, 15);
      clock.move(Duration.ofSeconds(61));
      log.append("new");
      assertThat(earliest(log)).isZero();
      assertThat(read(cursor, 16)).startsWith(line(0)).endsWith("new");
      clock.move(Duration.ofSeconds(1));
      log.append("newer");
      assertThat(earliest(log)).as("the second segment has a newer one").isEqualTo(10);
    }
  }

  @Test
  void aQuietStreamThatAgesStaysSmall() throws Exception {
    var options = LogOptions.standard().maxAge(Duration.ofMinutes(1));
    try (var log = Logs.lines(options, clock)) {
      for (int i = 0; i < 50; i++) {
        log.append(line(i));
        clock.move(Duration.ofSeconds(61));
      }
      assertThat(log.counts().memory()).isEqualTo(64 << 10);
    }
  }

  @Test
  void aFirstMessageTooLargeForTheFirstSegmentAgesToo() throws Exception {
    var options = LogOptions.standard().maxAge(Duration.ofMinutes(1));
    try (var log = Logs.lines(options, clock)) {
      log.append("x".repeat(100_000));
      clock.move(Duration.ofSeconds(61));
      log.append("young");
      assertThat(earliest(log)).isEqualTo(1);
    }
  }

  @Test
  void appendingToAClosedStreamWithAnAgeIsRefusedPlainly() throws Exception {
    var log = Logs.lines(AGED, clock);
    log.append("old");
    clock.move(Duration.ofSeconds(61));
    log.close();
    assertThatThrownBy(() -> log.append("new"))
        .isInstanceOf(LogClosed.class)
        .hasMessage("the stream is finished: nothing can be appended to it");
  }

  @Test
  void agesAndTimeoutsBeyondAllReckoningAreTaken() throws Exception {
    var options =
        Logs.TINY
            .maxAge(Duration.ofSeconds(Long.MAX_VALUE))
            .slowTimeout(Duration.ofSeconds(Long.MAX_VALUE));
    try (var log = Logs.lines(options, clock);
        var cursor = log.cursor(Start.earliest())) {
      log.append("one");
      assertThat(read(cursor, 1)).containsExactly("one");
    }
  }
}
