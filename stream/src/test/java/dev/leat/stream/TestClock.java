package dev.leat.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved. */
final class TestClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void move(Duration step) {
    now = now.plus(step);
  }

  Instant ahead(Duration step) {
    return now.plus(step);
  }
}
