package dev.leat.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.bench.compare.Check.Bound;
import org.junit.jupiter.api.Test;

class CheckTest {
  private static final Check TWICE =
      Check.ratio("speed", "speed", "ours", "theirs", Bound.AT_LEAST, 2);

  private static Figures speed(double value) {
    return Figures.NONE.with("speed", value);
  }

  @Test
  void aRatioIsTakenWithinEachRound() {
    Results results = new Results();
    results.add("ours", speed(20));
    results.add("theirs", speed(10));
    results.add("ours", speed(6)); // a slow moment for both
    results.add("theirs", speed(2));
    results.add("ours", speed(21));
    results.add("theirs", speed(10));

    Summary measured = TWICE.measured(results);

    assertThat(measured).isEqualTo(new Summary(2.1, 2, 3));
    assertThat(TWICE.isMet(measured)).isTrue();
  }

  @Test
  void aFailedRoundDoesNotCount() {
    Results results = new Results();
    results.add("ours", speed(10));
    results.add("theirs", speed(10));
    results.add("ours", speed(90));
    results.add("theirs", Figures.NONE);

    Summary measured = TWICE.measured(results);

    assertThat(measured).isEqualTo(new Summary(1, 1, 1));
    assertThat(TWICE.isMet(measured)).isFalse();
    assertThat(results.failures("theirs")).isOne();
  }

  @Test
  void isNotMetWhereNothingWasMeasured() {
    assertThat(TWICE.isMet(TWICE.measured(new Results()))).isFalse();
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    Results results = new Results();
    for (double value : new double[] {4, 1, 3, 2}) {
      results.add("ours", speed(value));
    }
    Check atMost = Check.value("speed", "speed", Unit.COUNT, "ours", Bound.AT_MOST, 2.5);

    assertThat(atMost.measured(results)).isEqualTo(new Summary(2.5, 1, 4));
    assertThat(atMost.isMet(atMost.measured(results))).isTrue();
  }
}
