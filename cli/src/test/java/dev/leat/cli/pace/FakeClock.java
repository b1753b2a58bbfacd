package dev.leat.cli.pace;

/** A clock that stands still but for sleeping, which takes a little longer than asked. */
final class FakeClock implements Clock {
  long now = -5_000_000_000L;
  long oversleep;

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void sleep(long nanos) {
    now += nanos + oversleep;
  }
}
