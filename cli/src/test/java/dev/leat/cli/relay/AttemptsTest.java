package dev.leat.cli.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.net.Backoff;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AttemptsTest {
  private static final long OFTEN = TimeUnit.MILLISECONDS.toNanos(10);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final Attempts attempts = new Attempts(Backoff.standard().first(SHORT).ceiling(SHORT));

  private Attempts.Attempt next() throws InterruptedException {
    return attempts.next(() -> false, OFTEN);
  }

  @Test
  void allTryAtOnceWhileItAnswers() throws Exception {
    Attempts.Attempt one = next();
    Attempts.Attempt other = next();
    one.succeeded();
    other.succeeded();
    assertThat(next()).isNotNull();
  }

  @Test
  void whileItDoesNotAnswerOneTriesForAll() throws Exception {
    Attempts.Attempt one = next();
    Attempts.Attempt other = next();
    assertThat(one.failed()).as("the first failure is news").isTrue();
    assertThat(other.failed()).as("it has been said").isFalse();
    Attempts.Attempt again = next();
    var waiting = new FutureTask<>(this::next);
    var alsoWaiting = new FutureTask<>(this::next);
    Thread.ofVirtual().start(waiting);
    Thread.ofVirtual().start(alsoWaiting);
    assertThat(again.failed()).isFalse();
    while (!waiting.isDone() && !alsoWaiting.isDone()) {
      Thread.onSpinWait();
    }
    FutureTask<Attempts.Attempt> trying = waiting.isDone() ? waiting : alsoWaiting;
    assertThat(waiting.isDone() && alsoWaiting.isDone()).as("both at once").isFalse();
    trying.get().succeeded();
    waiting.get().succeeded();
    alsoWaiting.get().succeeded();
  }

  @Test
  void whoHasNoInterestAnyMoreDoesNotWait() throws Exception {
    next().failed();
    Attempts.Attempt trying = next();
    var lost = new AtomicBoolean();
    var waiting = new FutureTask<>(() -> attempts.next(lost::get, Long.MAX_VALUE));
    Thread.ofVirtual().start(waiting);
    lost.set(true);
    attempts.look();
    while (!waiting.isDone()) {
      attempts.look();
      Thread.onSpinWait();
    }
    assertThat(waiting.get()).isNull();
    trying.succeeded();
  }
}
