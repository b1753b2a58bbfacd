package dev.leat.stream;

import static dev.leat.stream.Logs.KEPT;
import static dev.leat.stream.Logs.PER_SEGMENT;
import static dev.leat.stream.Logs.fill;
import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.stream.CursorDisconnected.Reason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The slow-timeout. */
class StallTest {
  private static final Duration TIMEOUT = Duration.ofMillis(200);

  private final TestClock clock = new TestClock();

  private MessageLog log(Slow slow) {
    return Logs.lines(Logs.TINY.slow(slow).slowTimeout(TIMEOUT), clock);
  }

  private static void awaitDisconnected(MessageLog log, long count) {
    await()
        .atMost(Task.PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> log.counts().disconnected() == count);
  }

  private static void assertStalled(Cursor cursor) {
    assertThat(Task.start(cursor::next))
        .extracting(task -> {
          try {
            return ((CursorDisconnected) task.failure()).reason();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        })
        .isEqualTo(Reason.STALLED);
  }

  @ParameterizedTest
  @EnumSource
  void aCursorThatStandsStillIsDisconnectedUnderAnyPolicy(Slow slow) throws Exception {
    try (var log = log(slow);
        var cursor = log.cursor(Start.earliest())) {
      var told = new CountDownLatch(1);
      cursor.whenDisconnected(told::countDown);
      long start = System.nanoTime();
      fill(log, 1);
      assertThat(told.await(Task.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(TIMEOUT);
      assertStalled(cursor);
      assertThat(log.counts().disconnected()).isEqualTo(1);
      assertThat(log.counts().cursors()).isZero();
    }
  }

  @Test
  void anAppendThatWaitsForItGoesOn() throws Exception {
    try (var log = log(Slow.WAIT);
        var slow = log.cursor(Start.earliest());
        var fast = log.cursor(Start.earliest())) {
      fill(log, KEPT);
      read(fast, KEPT);
      fill(log, KEPT + 1);
      assertStalled(slow);
      assertThat(read(fast, 1)).containsExactly(line(KEPT));
    }
  }

  @Test
  void anAppendGoesOnThoughTheWriteIsStillStuck() throws Exception {
    try (var log = log(Slow.WAIT);
        var slow = log.cursor(Start.earliest());
        var fast = log.cursor(Start.earliest())) {
      fill(log, KEPT);
      read(fast, KEPT);
      var stuck = new StuckChannel();
      var write = Task.start(() -> slow.writeTo(stuck));
      stuck.awaitWrite();
      assertThat(Task.start(() -> log.append(line(KEPT))).result()).isEqualTo(KEPT);
      assertThat(log.counts().memory()).as("its segment is still there").isEqualTo(5 * 1024);
      stuck.letGo();
      write.result();
      assertThat(log.counts().memory()).isEqualTo(4 * 1024);
    }
  }

  @Test
  void whoHasReadEverythingIsNotStalled() throws Exception {
    try (var log = log(Slow.SKIP);
        var idle = log.cursor(Start.earliest());
        var stalled = log.cursor(Start.earliest())) {
      fill(log, 3);
      read(idle, 3);
      awaitDisconnected(log, 1);
      assertStalled(stalled);
      fill(log, 4);
      assertThat(read(idle, 1)).containsExactly(line(3));
    }
  }

  @Test
  void eachMoveHoweverSmallStartsTheTimeAnew() {
    var stall = new Stall();
    assertThat(stall.look(0, 99, 1_000)).as("it has just been seen there").isZero();
    assertThat(stall.look(0, 99, 500)).isEqualTo(500);
    assertThat(stall.look(1, 99, 400)).isZero();
    assertThat(stall.look(1, 99, 100)).isEqualTo(100);
    assertThat(stall.look(1, 198, 100)).isEqualTo(200);
  }

  @Test
  void timeBeforeThereWasSomethingToReadDoesNotCount() {
    var stall = new Stall();
    assertThat(stall.look(99, 99, 6_000)).isZero();
    assertThat(stall.look(99, 99, 6_000)).isZero();
    assertThat(stall.look(99, 198, 500)).as("it may just have come").isZero();
    assertThat(stall.look(99, 198, 500)).isEqualTo(500);
  }

  @Test
  void whoComesAfterAllOthersHaveLeftIsWatched() throws Exception {
    try (var log = log(Slow.SKIP)) {
      fill(log, 1);
      log.cursor(Start.earliest()).close();
      await()
          .atMost(Task.PATIENCE)
          .pollDelay(TIMEOUT) // so that the log's own thread finds nobody to watch
          .until(() -> log.counts().cursors() == 0);
      try (var cursor = log.cursor(Start.earliest())) {
        awaitDisconnected(log, 1);
        assertStalled(cursor);
      }
    }
  }

  @Test
  void whoHasReachedItsLimitIsNotStalledAndHoldsNobodyUp() throws Exception {
    try (var log = log(Slow.WAIT);
        var limited = log.cursor(Start.earliest()).limit(2);
        var stalled = log.cursor(Start.earliest())) {
      fill(log, PER_SEGMENT);
      assertThat(read(limited, 2)).hasSize(2);
      awaitDisconnected(log, 1);
      assertStalled(stalled);
      try (var skipping = log.cursor(Start.latest(), Slow.SKIP)) {
        fill(log, KEPT + 1);
        assertThat(skipping.next().offset()).isEqualTo(PER_SEGMENT);
      }
      assertThat(limited.next()).isNull();
    }
  }
}
