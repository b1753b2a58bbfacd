package dev.leat.stream;

import static dev.leat.stream.Logs.KEPT;
import static dev.leat.stream.Logs.PER_SEGMENT;
import static dev.leat.stream.Logs.fill;
import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.lines;
import static dev.leat.stream.Logs.read;
import static dev.leat.stream.Logs.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.leat.stream.CursorDisconnected.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Dropped segments that cursors are still in. */
class MemoryTest {
  private static final int SEGMENT = 1024;
  private static final long RETENTION = 4 * SEGMENT;

  @AutoClose private final MessageLog log = Logs.tiny(Slow.SKIP);

  /** A cursor that has read one byte of the newest message, and reads no more. */
  private Cursor insideTheNewest() throws Exception {
    var cursor = log.cursor(Start.last(), Slow.SKIP);
    cursor.writeTo(new OddChannel(() -> 1));
    return cursor;
  }

  /** A cursor in each of so many segments. */
  private List<Cursor> oneInEach(int segments) throws Exception {
    List<Cursor> cursors = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      fill(log, (int) log.next() + PER_SEGMENT);
      cursors.add(insideTheNewest());
    }
    return cursors;
  }

  private void assertDisconnectedForMemory(Cursor cursor) {
    assertThatExceptionOfType(CursorDisconnected.class)
        .isThrownBy(cursor::next)
        .withMessage("too slow: it holds memory that the stream needs")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MEMORY));
  }

  @Test
  void droppedSegmentsTakeAsMuchAsTheRetentionAtMost() throws Exception {
    var cursors = oneInEach(4);
    for (int to = KEPT; to < 10 * KEPT; to++) {
      fill(log, to);
      assertThat(log.counts().memory()).isLessThanOrEqualTo(2 * RETENTION);
    }
    assertThat(log.counts().memory()).isEqualTo(2 * RETENTION);
    assertThat(log.counts().disconnected()).isZero();
    for (int i = 0; i < 4; i++) {
      var channel = new OddChannel(() -> Integer.MAX_VALUE);
      cursors.get(i).writeTo(channel);
      assertThat(channel.text())
          .as("the rest of its message")
          .isEqualTo(line((i + 1) * 10 - 1).substring(1) + "\n");
      assertThat(cursors.get(i).next().offset()).isEqualTo(log.counts().earliest());
    }
    assertThat(log.counts().memory()).isEqualTo(RETENTION);
  }

  @Test
  void beyondThatTheOldestLaggardsAreDisconnectedAndTheirMemoryFreed() throws Exception {
    var cursors = oneInEach(10);
    fill(log, (int) log.next() + KEPT);
    assertThat(log.counts().memory()).isEqualTo(2 * RETENTION);
    assertThat(log.counts().disconnected()).isEqualTo(6);
    for (int i = 0; i < 6; i++) {
      assertDisconnectedForMemory(cursors.get(i));
    }
    for (int i = 6; i < 10; i++) {
      cursors.get(i).writeTo(new OddChannel(() -> Integer.MAX_VALUE));
      assertThat(cursors.get(i).next().offset()).isEqualTo(log.counts().earliest());
    }
  }

  @Test
  void whoOnlyWaitsForItsTurnIsNotDisconnected() throws Exception {
    var cursors = oneInEach(5);
    var busy = new CountDownLatch(1);
    var turn = new AtomicBoolean();
    var busyChannel =
        new OddChannel(() -> {
          busy.countDown();
          while (!turn.get()) {
            Thread.onSpinWait();
          }
          return Integer.MAX_VALUE;
        });
    var reader =
        Task.start(() -> {
          cursors.getFirst().writeTo(busyChannel);
          return cursors.getFirst().next();
        });
    busy.await();
    var append = Task.start(() -> log.appendFrames(frames(3 * PER_SEGMENT + 1)));
    append.awaitWaiting();
    assertThat(log.counts().memory()).isEqualTo(2 * RETENTION);
    turn.set(true);
    assertThat(reader.result()).isNotNull();
    append.result();
    assertThat(log.counts().disconnected()).isZero();
    for (var cursor : cursors) {
      assertThat(cursor.writeTo(new OddChannel(() -> 1))).isEqualTo(1);
    }
  }

  private static ByteBuffer frames(int count) {
    return Logs.utf8(lines(0, count).stream().collect(Collectors.joining("\n", "", "\n")));
  }

  @Test
  void allInTheOldestSegmentGoTogether() throws Exception {
    fill(log, 5);
    List<Cursor> oldest = List.of(insideTheNewest(), insideTheNewest(), insideTheNewest());
    fill(log, 10);
    var others = oneInEach(4);
    fill(log, (int) log.next() + KEPT);
    oldest.forEach(this::assertDisconnectedForMemory);
    assertThat(log.counts().disconnected()).isEqualTo(3);
    for (var other : others) {
      assertThat(other.writeTo(new OddChannel(() -> 1))).isEqualTo(1);
    }
  }

  @Test
  void asManyGoAsALargerSegmentNeeds() throws Exception {
    // Segments of 64, 256 and then 1,024 KiB: four of the small ones do not make room for one more.
    var options = Logs.TINY.retention(4 << 20).slow(Slow.SKIP);
    try (var log = Logs.lines(options, new TestClock())) {
      List<Cursor> cursors = new ArrayList<>();
      for (long i = 0; i < 30 << 10; i++) {
        log.append(line(i) + line(i) + line(i) + line(i) + line(i) + line(i));
        if (i % 100 == 0) {
          var cursor = log.cursor(Start.last());
          cursor.writeTo(new OddChannel(() -> 1));
          cursors.add(cursor);
        }
        assertThat(log.counts().memory()).isLessThanOrEqualTo(2 * options.retention());
      }
      assertThat(log.counts().disconnected()).isPositive();
      assertThat(cursors.getLast().writeTo(new OddChannel(() -> 1))).isEqualTo(1);
    }
  }

  @Test
  void anAppendWaitsUntilAStuckWriteHasLetGo() throws Exception {
    var cursors = oneInEach(5);
    var stuck = new StuckChannel();
    cursors.getFirst().whenDisconnected(stuck::close);
    var write = Task.start(() -> cursors.getFirst().writeTo(stuck));
    stuck.awaitWrite();
    fill(log, (int) log.next() + KEPT);
    assertThat(write.failure())
        .isInstanceOfSatisfying(
            CursorDisconnected.class, e -> assertThat(e.reason()).isEqualTo(Reason.MEMORY));
    assertThat(log.counts().memory()).isEqualTo(2 * RETENTION);
  }

  @Test
  void anAppendThatWaitsForMemoryLetsOthersReadAndGoesOnOnceItIsThere() throws Exception {
    var cursors = oneInEach(5);
    var stuck = new StuckChannel(); // and nobody closes it
    var write = Task.start(() -> cursors.getFirst().writeTo(stuck));
    stuck.awaitWrite();
    var append =
        Task.start(() -> {
          fill(log, (int) log.next() + KEPT);
          return log.next();
        });
    await().atMost(Task.PATIENCE).until(() -> log.counts().disconnected() == 1);
    append.awaitWaiting();
    assertThat(log.counts().memory()).isEqualTo(2 * RETENTION);
    try (var other = log.cursor(Start.last())) {
      read(other, 1);
    }
    cursors.get(1).close();
    append.result();
    stuck.letGo();
    write.result();
    assertThat(log.counts().disconnected()).as("nobody else had to go").isEqualTo(1);
  }

  @Test
  void finishingReleasesAnAppendThatWaitsForMemory() throws Exception {
    var cursors = oneInEach(5);
    var stuck = new StuckChannel();
    var write = Task.start(() -> cursors.getFirst().writeTo(stuck));
    stuck.awaitWrite();
    var append =
        Task.start(() -> {
          fill(log, (int) log.next() + KEPT);
          return log.next();
        });
    append.awaitWaiting();
    log.finish();
    assertThat(append.failure()).isInstanceOf(LogClosed.class);
    stuck.letGo();
    write.result();
  }

  @Test
  void aCursorThatAppendsWaitForIsNotDisconnectedThoughItIsInADroppedSegment() throws Exception {
    fill(log, PER_SEGMENT);
    var waiting = log.cursor(Start.earliest(), Slow.WAIT);
    read(waiting, PER_SEGMENT); // to its end, and does not go on
    var cursors = oneInEach(3);
    var append =
        Task.start(() -> {
          fill(log, 2 * KEPT);
          return log.next();
        });
    append.awaitWaiting();
    assertThat(log.counts().disconnected()).isZero();
    assertThat(read(waiting, 70)).isEqualTo(lines(10, 80));
    append.result();
    for (var cursor : cursors) {
      assertThat(cursor.writeTo(new OddChannel(() -> 1))).isEqualTo(1);
    }
  }

  @Test
  void aLookAtACursorKeepsNoMemory() throws Exception {
    var cursor = insideTheNewestOf(3);
    fill(log, 2 * KEPT);
    assertThat(cursor.counts().offset()).as("exact though its segment is dropped").isEqualTo(2);
    assertThat(log.counts().memory()).isEqualTo(RETENTION + SEGMENT);
    cursor.close();
    assertThat(cursor.counts().offset()).isEqualTo(2);
    assertThat(log.counts().memory()).isEqualTo(RETENTION);
  }

  private Cursor insideTheNewestOf(int messages) throws Exception {
    fill(log, messages);
    return insideTheNewest();
  }

  @Test
  void closingFreesAllMemoryOnceCursorsHaveLetGo() throws Exception {
    var idle = insideTheNewestOf(3);
    var reading = log.cursor(Start.earliest());
    var stuck = new StuckChannel();
    var write = Task.start(() -> reading.writeTo(stuck));
    stuck.awaitWrite();
    var parked = log.cursor(Start.latest());
    var sleeper = Task.start(parked::next).awaitWaiting();
    log.close();
    assertThat(sleeper.failure()).isInstanceOf(CursorDisconnected.class);
    assertThat(log.counts().memory()).as("one segment, for the write").isEqualTo(SEGMENT);
    assertThat(log.counts().cursors()).isEqualTo(1);
    stuck.letGo();
    assertThat(write.result()).isEqualTo(3 * 99);
    assertThat(log.counts().memory()).isZero();
    assertThat(log.counts().cursors()).isZero();
    assertThat(log.counts().earliest()).isEqualTo(log.next());
    assertThat(idle.counts().offset()).isEqualTo(2);
    assertThat(reading.counts().offset()).isEqualTo(3);
  }

  @Test
  void aFinishedStreamThatHasBeenReadIsLetGoOf() throws Exception {
    fill(log, KEPT);
    var cursor = log.cursor(Start.earliest());
    log.finish();
    readAll(cursor);
    assertThat(log.counts().cursors()).isZero();
    assertThat(cursor.next()).isNull();
    log.close();
    assertThat(log.counts().memory()).isZero();
    assertThat(cursor.next()).isNull();
  }
}
