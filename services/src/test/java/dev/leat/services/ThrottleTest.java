package dev.leat.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.net.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThrottleTest {
  private Instant now = Instant.EPOCH.plusSeconds(1_800_000_000);
  private final Throttle throttle = new Throttle(() -> now);

  private Throttle.Address of(String host) {
    return throttle.of(Endpoint.tcp(host, 5000));
  }

  private void fail(String host, int times) {
    for (int i = 0; i < times; i++) {
      of(host).failed();
    }
  }

  @Test
  void eachFailureWaitsTwiceAsLongAsTheOneBeforeUpToALimit() {
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      delays.add(of("10.0.0.1").failed().toMillis());
    }
    assertThat(delays).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 8000L, 8000L);
    assertThat(of("10.0.0.2").failed()).hasMillis(500);
  }

  @Test
  void afterTenFailuresAnAddressIsNotHeardForAQuarterOfAnHour() {
    fail("10.0.0.1", Throttle.LIMIT - 1);
    assertThat(of("10.0.0.1").closedFor()).isZero();
    fail("10.0.0.1", 1);
    assertThat(of("10.0.0.1").closedFor()).hasMinutes(15);
    assertThat(of("10.0.0.2").closedFor()).isZero();
    now = now.plus(Duration.ofMinutes(14));
    assertThat(of("10.0.0.1").closedFor()).hasMinutes(1);
    now = now.plus(Duration.ofMinutes(1));
    assertThat(of("10.0.0.1").closedFor()).isZero();
    assertThat(of("10.0.0.1").failed()).hasMillis(500);
  }

  @Test
  void allOfAnIpv6SubscriberIsOneAddress() {
    fail("2001:db8:1:2::1", Throttle.LIMIT);
    assertThat(of("2001:db8:1:2:ffff::9").closedFor()).isPositive();
    assertThat(of("2001:db8:1:3::1").closedFor()).isZero();
  }

  @Test
  void addressesBeyondTheLastTenThousandAreForgotten() {
    fail("10.0.0.1", Throttle.LIMIT);
    for (int i = 0; i < 10_000; i++) {
      of("10.1." + i / 256 + "." + i % 256);
    }
    assertThat(of("10.0.0.1").closedFor()).isZero();
    assertThat(of("10.0.0.1")).isSameAs(of("10.0.0.1"));
  }
}
