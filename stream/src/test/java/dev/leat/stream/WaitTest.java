package dev.leat.stream;

import static dev.leat.stream.Logs.KEPT;
import static dev.leat.stream.Logs.PER_SEGMENT;
import static dev.leat.stream.Logs.earliest;
import static dev.leat.stream.Logs.fill;
import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.lines;
import static dev.leat.stream.Logs.read;
import static dev.leat.stream.Logs.readAll;
import static dev.leat.stream.Logs.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Cursors with the policy WAIT, and the appends that wait for them. */
class WaitTest {
  @AutoClose private final MessageLog log = Logs.tiny(Slow.WAIT);

  private Task<Long> append(long number) {
    return Task.start(() -> log.append(line(number)));
  }

  @Test
  void anAppendWaitsUntilTheOldestSegmentHasBeenRead() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, KEPT);
    var append = append(KEPT).awaitWaiting();
    read(cursor, PER_SEGMENT - 1);
    assertThat(append.isDone()).as("one message is left").isFalse();
    read(cursor, 1);
    assertThat(append.result()).isEqualTo(KEPT);
    assertThat(earliest(log)).isEqualTo(PER_SEGMENT);
    log.finish();
    assertThat(readAll(cursor)).isEqualTo(lines(PER_SEGMENT, KEPT + 1));
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // Some are to be slower than others.
  void theSlowestSetsThePaceAndNobodyLosesAMessage() throws Exception {
    List<Task<List<String>>> readers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int pause = i;
      var cursor = log.cursor(Start.earliest());
      readers.add(
          Task.start(() -> {
            List<String> all = new ArrayList<>();
            for (Entry entry; (entry = cursor.next()) != null; ) {
              all.add(entry.message().text());
              for (int p = 0; p < pause * 10; p++) {
                Thread.yield();
              }
            }
            return all;
          }));
    }
    fill(log, 3_000);
    log.finish();
    for (var reader : readers) {
      assertThat(reader.result()).isEqualTo(lines(0, 3_000));
    }
    assertThat(log.counts().skipped()).isZero();
    assertThat(log.counts().disconnected()).isZero();
  }

  @Test
  void othersOpenReadAndCloseWhileAnAppendWaits() throws Exception {
    var slow = log.cursor(Start.earliest());
    fill(log, KEPT);
    var append = append(KEPT).awaitWaiting();
    var others =
        Task.start(() -> {
          try (var other = log.cursor(Start.offset(20), Slow.WAIT)) {
            assertThat(read(other, 20)).isEqualTo(lines(20, 40));
            assertThat(other.counts().lag()).isZero();
            assertThat(log.counts().cursors()).isEqualTo(2);
          }
          return log.next();
        });
    assertThat(others.result()).isEqualTo(KEPT);
    assertThat(append.isDone()).isFalse();
    read(slow, PER_SEGMENT);
    assertThat(append.result()).isEqualTo(KEPT);
  }

  @Test
  void withNobodySubscribedItIsAsIfOneStoodAtTheEarliest() throws Exception {
    fill(log, KEPT);
    var append = append(KEPT).awaitWaiting();
    assertThat(earliest(log)).isZero();
    var cursor = log.cursor(Start.earliest());
    assertThat(append.isDone()).isFalse();
    assertThat(read(cursor, PER_SEGMENT)).isEqualTo(lines(0, PER_SEGMENT));
    assertThat(append.result()).isEqualTo(KEPT);
  }

  @Test
  void whoComesLaterAndNeedsNothingOldLetsTheAppendGoOn() throws Exception {
    fill(log, KEPT);
    var append = append(KEPT).awaitWaiting();
    var cursor = log.cursor(Start.latest());
    assertThat(append.result()).isEqualTo(KEPT);
    assertThat(read(cursor, 1)).containsExactly(line(KEPT));
  }

  @Test
  void aSubscriberWhoSkipsLetsTheAppendGoOn() throws Exception {
    fill(log, KEPT);
    var append = append(KEPT).awaitWaiting();
    var cursor = log.cursor(Start.earliest(), Slow.SKIP);
    assertThat(append.result()).isEqualTo(KEPT);
    assertThat(read(cursor, 1)).containsExactly(line(PER_SEGMENT));
    assertThat(cursor.counts().skipped()).isEqualTo(PER_SEGMENT);
  }

  @Test
  void onceTheLastSubscriberHasLeftTheAppendWaitsForTheNext() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, KEPT);
    read(cursor, PER_SEGMENT);
    fill(log, KEPT + PER_SEGMENT);
    cursor.close();
    var append = append(KEPT + PER_SEGMENT).awaitWaiting();
    assertThat(read(log.cursor(Start.earliest()), PER_SEGMENT)).isEqualTo(lines(10, 20));
    assertThat(append.result()).isEqualTo(KEPT + PER_SEGMENT);
  }

  @Test
  void aSubscriberWhoLeavesInTheMiddleOfAWriteCountsForNobody() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, KEPT);
    var stuck = new StuckChannel();
    var write = Task.start(() -> cursor.writeTo(stuck));
    stuck.awaitWrite();
    cursor.close();
    var append = append(KEPT).awaitWaiting();
    assertThat(earliest(log)).isZero();
    stuck.letGo();
    write.result();
    assertThat(append.isDone()).isFalse();
    log.cursor(Start.latest());
    assertThat(append.result()).isEqualTo(KEPT);
  }

  @Test
  void aCursorThatIsClosedIsNotWaitedFor() throws Exception {
    var slow = log.cursor(Start.earliest());
    var fast = log.cursor(Start.earliest());
    fill(log, KEPT);
    read(fast, KEPT);
    var append = append(KEPT).awaitWaiting();
    slow.close();
    assertThat(append.result()).isEqualTo(KEPT);
  }

  @Test
  void aCursorThatIsClosedInTheMiddleOfAWriteIsNotWaitedFor() throws Exception {
    var slow = log.cursor(Start.earliest());
    var fast = log.cursor(Start.earliest());
    fill(log, KEPT);
    read(fast, KEPT);
    var stuck = new StuckChannel();
    var write = Task.start(() -> slow.writeTo(stuck));
    stuck.awaitWrite();
    var append = append(KEPT).awaitWaiting();
    slow.close();
    assertThat(append.result()).isEqualTo(KEPT);
    stuck.letGo();
    write.result();
    assertThat(log.counts().memory()).isEqualTo(4096);
  }

  @Test
  void aCursorOfAnotherPolicyIsNotWaitedFor() throws Exception {
    var waiting = log.cursor(Start.earliest());
    var skipping = log.cursor(Start.earliest(), Slow.SKIP);
    fill(log, KEPT);
    read(waiting, KEPT);
    fill(log, KEPT + 1);
    assertThat(read(skipping, 1)).containsExactly(line(PER_SEGMENT));
  }

  @Test
  void interruptedItAppendsNothingAndLosesNothing() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, KEPT);
    ByteBuffer message = utf8(line(KEPT));
    var append =
        Task.start(() -> {
          try {
            return log.append(message);
          } finally {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
          }
        });
    append.awaitWaiting().interrupt();
    assertThat(append.failure())
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("interrupted while waiting for the stream's readers");
    assertThat(log.next()).isEqualTo(KEPT);
    assertThat(log.counts().refused()).isZero();

    var again = Task.start(() -> log.append(message)).awaitWaiting();
    read(cursor, PER_SEGMENT);
    assertThat(again.result()).isEqualTo(KEPT);
    log.finish();
    assertThat(readAll(cursor)).isEqualTo(lines(PER_SEGMENT, KEPT + 1));
  }

  @Test
  void anInterruptedAppendThatNeedNotWaitSucceeds() throws Exception {
    Thread.currentThread().interrupt();
    try {
      assertThat(log.append("one")).isZero();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void framesThatAreInterruptedGoOnWhereTheyStopped() throws Exception {
    var cursor = log.cursor(Start.earliest());
    ByteBuffer frames = frames(0, KEPT + 15);
    var append = Task.start(() -> log.appendFrames(frames));
    append.awaitWaiting().interrupt();
    assertThat(append.failure()).isInstanceOf(InterruptedIOException.class);
    assertThat(log.next()).isEqualTo(KEPT);
    assertThat(frames.position()).isEqualTo(KEPT * 99);

    var again = Task.start(() -> log.appendFrames(frames));
    assertThat(read(cursor, KEPT + 15)).isEqualTo(lines(0, KEPT + 15));
    assertThat(again.result()).isEqualTo(15);
  }

  @Test
  void framesThatWaitWakeTheSleepersTheyWaitFor() throws Exception {
    var cursor = log.cursor(Start.earliest());
    var reader = Task.start(() -> readAll(cursor)).awaitWaiting();
    var append = Task.start(() -> log.appendFrames(frames(0, 20 * KEPT)));
    assertThat(append.result()).isEqualTo(20 * KEPT);
    log.finish();
    assertThat(reader.result()).isEqualTo(lines(0, 20 * KEPT));
  }

  @Test
  void framesCountTheirOwnMessagesAlone() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, KEPT);
    var before = append(KEPT).awaitWaiting();
    var frames = Task.start(() -> log.appendFrames(frames(0, 25))).awaitWaiting();
    read(cursor, KEPT + 26);
    assertThat(before.result()).isBetween((long) KEPT, KEPT + 25L); // either may be first
    assertThat(frames.result()).isEqualTo(25);
  }

  @Test
  void finishingReleasesAnAppendThatWaits() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, KEPT);
    var append = append(KEPT).awaitWaiting();
    log.finish();
    assertThat(append.failure()).isInstanceOf(LogClosed.class);
    assertThat(readAll(cursor)).isEqualTo(lines(0, KEPT));
  }

  @Test
  void closingReleasesAllAppendsThatWait() throws Exception {
    fill(log, KEPT);
    var appends = IntStream.range(0, 10).mapToObj(this::append).toList();
    for (var append : appends) {
      append.awaitWaiting();
    }
    log.close();
    for (var append : appends) {
      assertThat(append.failure()).isInstanceOf(LogClosed.class);
    }
  }

  @Test
  void manyAppendsThatWaitAllGetTheirTurn() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, KEPT);
    var appends = IntStream.range(KEPT, KEPT + 100).mapToObj(this::append).toList();
    List<String> all = read(cursor, KEPT + 100);
    List<Long> offsets = new ArrayList<>();
    for (var append : appends) {
      offsets.add(append.result());
    }
    assertThat(offsets).doesNotHaveDuplicates().allMatch(o -> o >= KEPT && o < KEPT + 100);
    assertThat(all).containsExactlyInAnyOrderElementsOf(lines(0, KEPT + 100));
  }

  private static ByteBuffer frames(int from, int to) {
    return utf8(lines(from, to).stream().collect(Collectors.joining("\n", "", "\n")));
  }
}
