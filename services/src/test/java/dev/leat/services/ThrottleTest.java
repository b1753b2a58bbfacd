package dev.leat.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThrottleTest {
  private long now = Long.MAX_VALUE - 5; // a clock that begins anywhere
  private final Throttle throttle = new Throttle(() -> now);

  private Duration fails(String host) {
    try (var attempt = throttle.attempt(host)) {
      return attempt.failed();
    }
  }

  private void fails(String host, int times) {
    for (int i = 0; i < times; i++) {
      fails(host);
    }
  }

  private Duration closedFor(String host) {
    try (var attempt = throttle.attempt(host)) {
      return attempt.closedFor();
    }
  }

  private void passes(Duration time) {
    now += time.toNanos();
  }

  @Test
  void eachFailureWaitsTwiceAsLongAsTheOneBeforeUpToALimit() {
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      delays.add(fails("10.0.0.1").toMillis());
    }
    assertThat(delays).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 8000L, 8000L);
    assertThat(fails("10.0.0.2")).hasMillis(500);
  }

  @Test
  void afterTenFailuresAnAddressIsNotHeardForAQuarterOfAnHour() {
    fails("10.0.0.1", Throttle.LIMIT - 1);
    assertThat(closedFor("10.0.0.1")).isZero();
    fails("10.0.0.1");
    assertThat(closedFor("10.0.0.1")).hasMinutes(15);
    assertThat(closedFor("10.0.0.2")).isZero();
    passes(Duration.ofMinutes(14));
    assertThat(closedFor("10.0.0.1")).hasMinutes(1);
    passes(Duration.ofMinutes(1));
    assertThat(closedFor("10.0.0.1")).isZero();
    assertThat(fails("10.0.0.1")).hasMillis(500);
  }

  @Test
  void allOfAnIpv6SubscriberIsOneAddress() {
    fails("2001:db8:1:2::1", Throttle.LIMIT);
    assertThat(closedFor("2001:db8:1:2:ffff::9")).isPositive();
    assertThat(closedFor("2001:db8:1:3::1")).isZero();
  }

  @Test
  void whoHasManyOfTheseIsCountedAsOneTooWithAHigherLimit() {
    for (int i = 0; i < Throttle.SITE_LIMIT; i++) {
      assertThat(closedFor("2001:db8:1:ffff::1")).isZero();
      fails("2001:db8:1:" + Integer.toHexString(i) + "::1");
    }
    assertThat(closedFor("2001:db8:1:ffff::1")).hasMinutes(15);
    assertThat(closedFor("2001:db8:2::1")).isZero();
  }

  @Test
  void nobodyIsForgottenBecauseOthersComeOrFailLess() {
    fails("10.0.0.1", Throttle.LIMIT);
    for (int i = 0; i < 25_000; i++) {
      closedFor("10.1." + i / 256 + "." + i % 256);
    }
    for (int i = 0; i < 11_000; i++) {
      passes(Duration.ofMillis(1));
      fails("10.1." + i / 256 + "." + i % 256);
    }
    assertThat(closedFor("10.0.0.1")).isGreaterThan(Duration.ofMinutes(14));
    // The longest silent of those who have failed least made room.
    assertThat(fails("10.1.0.0")).hasMillis(500);
    assertThat(fails("10.1.42.0")).hasMillis(1000);
  }

  @Test
  void anAddressHasOneAttemptAtATime() {
    try (var one = throttle.attempt("10.0.0.1");
        var other = throttle.attempt("10.0.0.1");
        var stranger = throttle.attempt("10.0.0.2")) {
      assertThat(one.turn()).isSameAs(other.turn()).isNotSameAs(stranger.turn());
    }
  }
}
