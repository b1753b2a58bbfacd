package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.DecoderOptions;
import dev.leat.framing.TooLong;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When deadlines are due: asked for times to come, so that none has to pass. */
class LineTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final long HOUR_NANOS = HOUR.toNanos();

  private final Wires wires = Wires.memory();
  private Line line;

  private Line line(UnaryOperator<Timeouts> change) {
    return line(options -> options, change);
  }

  private Line line(UnaryOperator<ConnectionOptions> changeAll, UnaryOperator<Timeouts> change) {
    var options =
        changeAll.apply(ConnectionOptions.standard().timeouts(change.apply(Timeouts.none())));
    line = new Line(wires.left(), options, Resources.ofClient());
    return line;
  }

  @AfterEach
  void close() throws Exception {
    line.end(Ending.of(Ending.Reason.CLOSED));
  }

  private void assertDueAt(long time, Class<? extends ConnectionException> timeout) {
    line.untilDue(time);
    assertThatThrownBy(line::ensureNotEnded).isInstanceOf(timeout);
  }

  private void assertNotDueAt(long time) {
    assertThat(line.untilDue(time)).isPositive();
    assertThat(line.ended()).isFalse();
  }

  @Test
  void idleTimeRunsFromTheLastByte() {
    line(timeouts -> timeouts.idle(HOUR));
    long before = System.nanoTime();
    line.active();
    assertNotDueAt(before + HOUR_NANOS - 1);
    assertDueAt(System.nanoTime() + HOUR_NANOS, IdleTimeout.class);
  }

  @Test
  void everyByteThatComesOrGoesIsActivity() throws Exception {
    line(timeouts -> timeouts.idle(HOUR));
    var intake = new Intake(line);
    var outlet = new Outlet(line);
    Wires.write(wires.right(), "x\n");
    long beforeRead = System.nanoTime();
    intake.next(Intake.NEVER);
    assertNotDueAt(beforeRead + HOUR_NANOS - 1);
    long beforeWrite = System.nanoTime();
    outlet.send(java.nio.ByteBuffer.allocate(1));
    assertNotDueAt(beforeWrite + HOUR_NANOS - 1);
  }

  @Test
  void nothingIsDueWhereNothingIsWaitedFor() {
    line(timeouts -> timeouts.operation(HOUR).message(HOUR));
    assertNotDueAt(System.nanoTime() + 100 * HOUR_NANOS);
    line.waitBegins(true);
    line.waitEnds();
    line.sendBegins();
    line.sendEnds();
    assertNotDueAt(System.nanoTime() + 100 * HOUR_NANOS);
  }

  @Test
  void anOperationKeepsItsDeadlineHoweverOftenItWaits() {
    line(timeouts -> timeouts.operation(HOUR));
    line.waitBegins(false);
    long after = System.nanoTime();
    line.waitBegins(true);
    assertDueAt(after + HOUR_NANOS, OperationTimeout.class);
  }

  @Test
  void aSendHasItsOwnDeadline() {
    line(timeouts -> timeouts.operation(HOUR));
    line.sendBegins();
    assertDueAt(System.nanoTime() + HOUR_NANOS, OperationTimeout.class);
  }

  @Test
  void aMessageHasItsTimeFromItsFirstByte() {
    line(timeouts -> timeouts.message(HOUR));
    line.waitBegins(false);
    assertNotDueAt(System.nanoTime() + 100 * HOUR_NANOS);
    line.waitBegins(true);
    assertDueAt(System.nanoTime() + HOUR_NANOS, MessageTimeout.class);
  }

  @Test
  void theTimeOfAMessageGoesOnWhileNobodyWaitsForIt() throws Exception {
    line(timeouts -> timeouts.message(HOUR));
    line.waitBegins(true);
    long after = System.nanoTime();
    line.waitPauses();
    while (System.nanoTime() - after < 1_000_000) {
      Thread.onSpinWait(); // What is not counted is this millisecond.
    }
    line.waitBegins(true);
    assertDueAt(after + HOUR_NANOS, MessageTimeout.class);
  }

  @Test
  void whileNobodyWaitsNoMessageIsLate() throws Exception {
    line(timeouts -> timeouts.message(HOUR));
    line.waitBegins(true);
    line.waitPauses();
    assertNotDueAt(System.nanoTime() + 100 * HOUR_NANOS);
  }

  @Test
  void whoOnlyLooksInNowAndThenFindsOutThatAMessageIsLate() {
    line(timeouts -> timeouts.message(Duration.ofNanos(1)));
    line.waitBegins(true);
    assertThatThrownBy(line::waitPauses).isInstanceOf(MessageTimeout.class);
  }

  @Test
  void afterADroppedMessageNothingIsWaitedFor() throws Exception {
    var decoder = DecoderOptions.standard().max(10).tooLong(TooLong.DROP);
    line(options -> options.decoder(decoder), timeouts -> timeouts.message(HOUR));
    var intake = new Intake(line);
    Wires.write(wires.right(), "x".repeat(100));
    var receiving = Async.call(() -> intake.next(Intake.NEVER));
    Patience.await().until(() -> line.tally.counters().bytesIn() == 100);
    Wires.write(wires.right(), "\n");
    Patience.await().until(() -> line.tally.counters().bytesIn() == 101);
    receiving.awaitBlocked();
    assertNotDueAt(System.nanoTime() + 100 * HOUR_NANOS);
  }

  @Test
  void eachMessageThatIsDroppedHasATimeOfItsOwn() throws Exception {
    line(timeouts -> timeouts.message(HOUR));
    line.waitBegins(true);
    long after = System.nanoTime();
    line.messageEnds();
    line.waitBegins(true); // the next has begun too
    assertNotDueAt(after + HOUR_NANOS - 1);
  }

  @Test
  void whatIsToBeToldAtTheEndIsToldHoweverLateItIsSaid() throws Exception {
    line(timeouts -> timeouts);
    var told = new AtomicInteger();
    Runnable tell = told::incrementAndGet;
    line.whenEnded(tell);
    line.whenEnded(told::incrementAndGet);
    line.notWhenEnded(tell);
    line.end(Ending.of(Ending.Reason.CLOSED));
    assertThat(told).hasValue(1);
    line.whenEnded(told::incrementAndGet);
    assertThat(told).hasValue(2);
  }

  @Test
  void nothingSetFromNowOnIsDueBeforeTheWatchdogLooksAgain() {
    line(timeouts -> timeouts.idle(HOUR.multipliedBy(3)).operation(HOUR.multipliedBy(2)));
    assertThat(line.untilDue(System.nanoTime())).isLessThanOrEqualTo(2 * HOUR_NANOS);
    line.closeSoon(Line.DRAIN_NANOS);
    assertThat(line.untilDue(System.nanoTime())).isLessThanOrEqualTo(Line.DRAIN_NANOS);
    assertDueAt(System.nanoTime() + Line.DRAIN_NANOS, ConnectionClosed.class);
  }
}
