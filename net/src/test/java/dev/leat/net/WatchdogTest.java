package dev.leat.net;

import static dev.leat.net.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WatchdogTest {
  private final String name = "watchdog " + UUID.randomUUID();
  private final Resources resources =
      new Resources(new Watchdog(Thread.ofPlatform().daemon().name(name)), new Buffers(0));

  private Line line(Timeouts timeouts) {
    return new Line(
        Wires.memory().left(), ConnectionOptions.standard().timeouts(timeouts), resources);
  }

  private Line idleFor(Duration limit) {
    return line(Timeouts.none().idle(limit));
  }

  private long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }

  private static void assertEndsByIdleTimeout(Line line) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(
            () -> assertThat(line).extracting(Line::reason).isEqualTo(Ending.Reason.IDLE));
  }

  @Test
  void withoutADeadlineThereIsNoThread() {
    Line line = line(Timeouts.standard());
    line.waitBegins(false);
    assertThat(threads()).isZero();
  }

  @Test
  void oneThreadKeepsTheDeadlinesOfAll() {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lines.add(idleFor(Duration.ofMillis(20 + i)));
    }
    assertThat(threads()).isEqualTo(1);
    lines.forEach(WatchdogTest::assertEndsByIdleTimeout);
  }

  @Test
  void aShortDeadlineIsKeptWhileALongOneIsWaitedFor() {
    Line slow = idleFor(Duration.ofHours(1));
    await().until(() -> threads() == 1);
    assertEndsByIdleTimeout(idleFor(Duration.ofMillis(20)));
    assertEndsByIdleTimeout(idleFor(Duration.ofMillis(20)));
    assertThat(slow.ended()).isFalse();
  }

  @Test
  void theThreadEndsAfterTheLastDeadlineAndAnotherComesWithTheNext() {
    assertEndsByIdleTimeout(idleFor(Duration.ofMillis(20)));
    await().until(() -> threads() == 0);
    assertEndsByIdleTimeout(idleFor(Duration.ofMillis(20)));
  }
}
