package dev.leat.cli.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineTest {
  private static final Instant FIRST = Instant.parse("2026-11-22T12:00:00Z");
  private static final long MILLI = 1_000_000;

  private final FakeClock clock = new FakeClock();
  private final long begin = clock.nanos();

  private long elapsed() {
    return clock.nanos() - begin;
  }

  @Test
  void theFirstIsDueAtOnceAndTheOthersAsLongAfterItAsTheyWere() throws Exception {
    var timeline = new Timeline(Speed.ORIGINAL, clock);
    timeline.await(FIRST);
    assertThat(elapsed()).isZero();
    timeline.await(FIRST.plusMillis(250));
    assertThat(elapsed()).isEqualTo(250 * MILLI);
    timeline.await(FIRST.plusMillis(250));
    assertThat(elapsed()).isEqualTo(250 * MILLI);
    assertThat(timeline.untilDue(FIRST.plusSeconds(1))).isEqualTo(750 * MILLI);
  }

  @Test
  void noTimeGoesByBeforeItBegins() throws Exception {
    var timeline = new Timeline(Speed.ORIGINAL, clock);
    assertThat(timeline.untilDue(FIRST)).isZero();
    clock.now += 100 * MILLI;
    assertThat(timeline.untilDue(FIRST.plusMillis(20))).isEqualTo(20 * MILLI);
    timeline.begin(clock.now - 5 * MILLI);
    assertThat(timeline.untilDue(FIRST.plusMillis(20))).isEqualTo(15 * MILLI);
    timeline.begin();
    timeline.await(FIRST.plusMillis(20));
    assertThat(elapsed()).isEqualTo(115 * MILLI);
  }

  @Test
  void lateWakeUpsDoNotAddUp() throws Exception {
    clock.oversleep = 7 * MILLI;
    var timeline = new Timeline(Speed.ORIGINAL, clock);
    for (int i = 0; i <= 60 * 50; i++) {
      timeline.await(FIRST.plusMillis(20L * i));
      assertThat(elapsed()).isBetween(20L * i * MILLI, (20L * i + 7) * MILLI);
    }
  }

  @Test
  void afterAHoldUpWhatIsLateComesAtOnceAndTheRestOnTime() throws Exception {
    var timeline = new Timeline(Speed.ORIGINAL, clock);
    timeline.await(FIRST);
    clock.now += 10_000 * MILLI;
    timeline.await(FIRST.plusMillis(9_999));
    assertThat(elapsed()).isEqualTo(10_000 * MILLI);
    timeline.await(FIRST.plusMillis(10_500));
    assertThat(elapsed()).isEqualTo(10_500 * MILLI);
  }

  @ParameterizedTest
  @CsvSource({"10x, 6000", "0.5x, 120000", "2.5x, 24000", "60x, 1000"})
  void aSpeedIsAFactor(String speed, long millis) throws Exception {
    var timeline = new Timeline(Speed.parse(speed), clock);
    timeline.await(FIRST);
    timeline.await(FIRST.plusSeconds(60));
    assertThat(elapsed()).isEqualTo(millis * MILLI);
    assertThat(Speed.parse(speed)).hasToString(speed);
  }

  @Test
  void atMostSpeedNothingIsWaitedFor() throws Exception {
    var timeline = new Timeline(Speed.parse("max"), clock);
    timeline.await(FIRST);
    timeline.await(FIRST.plusSeconds(3600));
    assertThat(elapsed()).isZero();
  }

  @Test
  void aTimeBeforeTheFirstIsDueAndOneFarAwayIsNot() {
    var timeline = new Timeline(Speed.ORIGINAL, clock);
    assertThat(timeline.untilDue(FIRST)).isZero();
    assertThat(timeline.untilDue(FIRST.minusSeconds(1))).isNegative();
    assertThat(timeline.untilDue(Instant.MIN)).isNegative();
    assertThat(timeline.untilDue(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({"0x", "-1x", "x", "1.x", "1e3x", "10", "maximum", "''"})
  void whatIsNoSpeedIsAnswered(String text) {
    assertThatThrownBy(() -> Speed.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is not a speed");
  }
}
