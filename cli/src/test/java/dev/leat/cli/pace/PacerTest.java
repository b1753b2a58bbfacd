package dev.leat.cli.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long SECOND = 1_000_000_000L;

  private final FakeClock clock = new FakeClock();
  private final long begin = clock.nanos();

  private long elapsed() {
    return clock.nanos() - begin;
  }

  @Test
  void theFirstIsDueAtOnceAndEachOtherAnIntervalLater() throws Exception {
    var pacer = new Pacer(Rate.every(Duration.ofSeconds(3)), clock);
    for (long i = 0; i < 5; i++) {
      assertThat(pacer.await()).isEqualTo(1);
      assertThat(elapsed()).isBetween(i * 3 * SECOND, i * 3 * SECOND + 1);
      pacer.went(1);
    }
  }

  @Test
  void lateWakeUpsDoNotAddUp() throws Exception {
    clock.oversleep = 300_000;
    var pacer = new Pacer(Rate.parse("500/s"), clock);
    long gone = 0;
    while (gone < 500 * 3600) {
      long due = pacer.await();
      pacer.went(due);
      gone += due;
    }
    assertThat(elapsed()).isBetween(3599 * SECOND, 3600 * SECOND + 300_000);
  }

  @Test
  void manyASecondGoTogetherOnceAMillisecond() throws Exception {
    var pacer = new Pacer(Rate.parse("100000/s"), clock);
    assertThat(pacer.await()).isEqualTo(1);
    pacer.went(1);
    assertThat(pacer.await()).isEqualTo(100);
    assertThat(elapsed()).isEqualTo(1_000_000);
  }

  @Test
  void anOddRateIsExactOnAverage() throws Exception {
    var pacer = new Pacer(Rate.parse("333333/s"), clock);
    long gone = 0;
    while (elapsed() < 1000 * SECOND) {
      long due = pacer.await();
      pacer.went(due);
      gone += due;
    }
    assertThat(gone).isBetween(333_333_000L - 400, 333_333_000L + 400);
  }

  @Test
  void afterAHoldUpOneSecondIsMadeUpForAndTheRestIsNot() throws Exception {
    var pacer = new Pacer(Rate.parse("10/s"), clock);
    pacer.await();
    pacer.went(1);
    clock.now += 60 * SECOND;
    assertThat(pacer.await()).isEqualTo(10);
    pacer.went(10);
    long resumed = clock.now;
    assertThat(pacer.await()).isEqualTo(1);
    assertThat(clock.now - resumed).isBetween(1L, SECOND / 10);
  }

  @Test
  void whatWentTooFarIsWaitedFor() throws Exception {
    var pacer = new Pacer(Rate.parse("1000B/s"), clock);
    pacer.await();
    pacer.went(5000);
    pacer.await();
    assertThat(elapsed()).isEqualTo(5 * SECOND);
  }

  @Test
  void withoutALimitNothingIsWaitedFor() throws Exception {
    var pacer = new Pacer(Rate.MAX, clock);
    pacer.went(1_000_000);
    assertThat(pacer.await()).isEqualTo(Long.MAX_VALUE);
    assertThat(elapsed()).isZero();
  }
}
