package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a client gives up: asked for times to come, so that none has to pass. */
class OutageTest {
  private static final long SECOND = 1_000_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Backoff backoff = Backoff.standard().giveUpAfter(PATIENCE);

  @Test
  void itBeginsWhenTheConnectionIsLostAlthoughNothingCameByIt() {
    var outage = new Outage(backoff, 0);
    outage.connected(0);
    outage.lost(false, 3 * SECOND);
    assertThat(outage.failed(3 * SECOND + 1)).isNotNull();
    assertThat(outage.failed(5 * SECOND - 1)).isNotNull();
    assertThat(outage.failed(5 * SECOND)).isNull();
  }

  @Test
  void itGoesOnWhereTheServerTakesConnectionsOnlyToDropThem() {
    var outage = new Outage(backoff, 0);
    for (int second = 1; second <= 2; second++) {
      assertThat(outage.failed(second * SECOND - 1)).isNotNull();
      outage.connected(second * SECOND);
      outage.lost(false, second * SECOND);
    }
    assertThat(outage.failed(2 * SECOND)).isNull();
  }

  @Test
  void aConnectionThatBroughtSomethingEndsIt() {
    var outage = new Outage(backoff, 0);
    outage.failed(SECOND);
    outage.connected(2 * SECOND - 1);
    outage.lost(true, 2 * SECOND);
    assertThat(outage.failed(4 * SECOND - 1)).isNotNull();
    assertThat(outage.failed(4 * SECOND)).isNull();
  }

  @Test
  void aConnectionThatLastedEndsItToo() {
    var outage = new Outage(backoff, 0);
    outage.failed(SECOND);
    outage.connected(SECOND);
    outage.lost(false, 60 * SECOND);
    assertThat(outage.failed(62 * SECOND - 1)).isNotNull();
    assertThat(outage.failed(62 * SECOND)).isNull();
  }

  @Test
  void noPauseIsLongerThanThePatienceThatIsLeft() {
    var outage = new Outage(backoff.ceiling(Duration.ofDays(1)).first(Duration.ofDays(1)), 0);
    assertThat(outage.failed(2 * SECOND - 1)).isLessThanOrEqualTo(Duration.ofNanos(1));
  }

  @Test
  void withoutALimitItIsNeverGivenUp() {
    var outage = new Outage(Backoff.standard(), 0);
    assertThat(outage.failed(1_000_000 * SECOND)).isNotNull();
  }
}
