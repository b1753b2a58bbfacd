package dev.leat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TicksTest {
  @Test
  void aTickIsNeverEarlyAndKeepsItsTimeWhenItsThreadIsLate() {
    Ticks ticks = Ticks.perSecond(1_000);

    long first = ticks.await(0);
    long later = ticks.await(20);
    long reachedAt = System.nanoTime();
    long passed = ticks.await(10);

    assertThat(later - first).isEqualTo(20_000_000);
    assertThat(reachedAt).isGreaterThanOrEqualTo(later);
    assertThat(passed - first).isEqualTo(10_000_000);
  }
}
