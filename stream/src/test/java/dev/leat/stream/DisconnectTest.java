package dev.leat.stream;

import static dev.leat.stream.Logs.KEPT;
import static dev.leat.stream.Logs.PER_SEGMENT;
import static dev.leat.stream.Logs.fill;
import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.stream.CursorDisconnected.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Pipe;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Cursors with the policy DISCONNECT, and what any cursor is told when it is disconnected. */
class DisconnectTest {
  @AutoClose private final MessageLog log = Logs.tiny(Slow.DISCONNECT);

  @Test
  void anOvertakenCursorIsDisconnectedAndCounted() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, KEPT);
    read(cursor, PER_SEGMENT - 1);
    fill(log, KEPT + 1);
    assertThat(log.counts().disconnected()).isEqualTo(1);
    assertThat(log.counts().cursors()).isZero();
    assertThat(log.counts().memory()).isEqualTo(4096);
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(CursorDisconnected.class)
          .isThrownBy(cursor::next)
          .withMessage("too slow: retention has dropped what was not read yet")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.OVERTAKEN));
    }
    assertThat(cursor.counts())
        .as("where it stood")
        .isEqualTo(new CursorCounts(9, KEPT - 8, (KEPT - 8) * 99L, 9 * 99L, 0));
  }

  @Test
  void aCursorThatHasReadWhatIsDroppedStays() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, KEPT);
    read(cursor, PER_SEGMENT);
    fill(log, KEPT + PER_SEGMENT);
    assertThat(read(cursor, 1)).containsExactly(line(PER_SEGMENT));
    assertThat(log.counts().disconnected()).isZero();
  }

  @Test
  void aCursorOfAnotherPolicyStays() throws Exception {
    var skipping = log.cursor(Start.earliest(), Slow.SKIP);
    fill(log, KEPT + 1);
    assertThat(read(skipping, 1)).containsExactly(line(PER_SEGMENT));
  }

  @Test
  void itsActionEndsAWriteThatIsStuck() throws Exception {
    Pipe pipe = Pipe.open(); // whose reader does not read
    try (var source = pipe.source();
        var log = MessageLog.inMemory(Framing.lines(), LogOptions.standard().retention(1 << 20))) {
      var cursor = log.cursor(Start.earliest(), Slow.DISCONNECT);
      cursor.whenDisconnected(() -> close(pipe.sink()));
      var write =
          Task.start(() -> {
            for (; ; ) {
              cursor.writeTo(pipe.sink());
            }
          });
      for (int i = 0; log.counts().disconnected() == 0; i++) {
        log.append(line(i));
      }
      assertThat(write.failure())
          .isInstanceOfSatisfying(
              CursorDisconnected.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.OVERTAKEN);
                assertThat(e.getSuppressed())
                    .hasOnlyElementsOfType(AsynchronousCloseException.class);
              });
      assertThat(source.read(ByteBuffer.allocate(10))).isEqualTo(10);
      assertThat(log.counts().memory()).isLessThanOrEqualTo(1 << 20);
    }
  }

  private static void close(Pipe.SinkChannel sink) {
    try {
      sink.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void itsActionRunsOnceThoughItIsSetAfterwards() throws Exception {
    var cursor = log.cursor(Start.earliest());
    fill(log, KEPT + 1);
    var ran = new CountDownLatch(1);
    var runner = new AtomicReference<Thread>();
    cursor.whenDisconnected(() -> {
      runner.set(Thread.currentThread());
      ran.countDown();
    });
    ran.await();
    assertThat(runner.get()).as("not the thread that set it").isNotEqualTo(Thread.currentThread());
  }

  @Test
  void itsActionRunsExactlyOnceThoughItIsSetAtThatMoment() throws Exception {
    for (int i = 0; i < 500; i++) {}
  }

  @Test
  void eachOfItsActionsRuns() throws Exception {
    var cursor = log.cursor(Start.earliest());
    var first = new CountDownLatch(1);
    var second = new CountDownLatch(1);
    cursor.whenDisconnected(first::countDown);
    cursor.whenDisconnected(second::countDown);
    fill(log, KEPT + 1);
    first.await();
    second.await();
  }

  @Test
  void itsActionDoesNotRunWhenItIsClosedByItsOwner() throws Exception {
    var cursor = log.cursor(Start.earliest());
    var runs = new AtomicInteger();
    cursor.whenDisconnected(runs::incrementAndGet);
    cursor.close();
    cursor.close();
    log.close();
    cursor.whenDisconnected(runs::incrementAndGet);
    assertThat(runs).hasValue(0);
    assertThat(log.counts().disconnected()).isZero();
  }

  @Test
  void closingItWakesItsReader() throws Exception {
    var cursor = log.cursor(Start.earliest());
    var reader = Task.start(cursor::next).awaitWaiting();
    cursor.close();
    assertThat(reader.failure())
        .isInstanceOfSatisfying(
            CursorDisconnected.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
    assertThat(log.counts().cursors()).isZero();
  }

  @Test
  void anInterruptedReaderLosesNothingAndKeepsItsInterrupt() throws Exception {
    var cursor = log.cursor(Start.earliest());
    var reader =
        Task.start(() -> {
          try {
            return cursor.next();
          } finally {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
          }
        });
    reader.awaitWaiting().interrupt();
    assertThat(reader.failure())
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("interrupted while waiting for messages");
    log.append("one");
    assertThat(read(cursor, 1)).containsExactly("one");
  }

  @Test
  void anInterruptedReaderWhoNeedNotWaitReads() throws Exception {
    var cursor = log.cursor(Start.earliest());
    log.append("one");
    Thread.currentThread().interrupt();
    try {
      assertThat(read(cursor, 1)).containsExactly("one");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void twoReadersAtATimeAreRefused() throws Exception {
    var cursor = log.cursor(Start.earliest());
    var reader = Task.start(cursor::next).awaitWaiting();
    assertThatThrownBy(cursor::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a cursor is read by one thread at a time");
    log.append("one");
    assertThat(reader.result().message().text()).isEqualTo("one");
  }

  @Test
  void aChannelThatFailsLeavesTheCursorWhereItWas() throws Exception {
    var cursor = log.cursor(Start.earliest());
    log.append("one");
    var stuck = new StuckChannel();
    stuck.close();
    assertThatThrownBy(() -> cursor.writeTo(stuck)).isInstanceOf(AsynchronousCloseException.class);
    assertThat(read(cursor, 1)).containsExactly("one");
  }
}
