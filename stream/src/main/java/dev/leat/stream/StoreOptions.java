package dev.leat.stream;

import java.time.Duration;

/**
 * How a stream is kept on disk.
 *
 * @param sync when its files are forced
 * @param interval how often with {@link Sync#INTERVAL}; otherwise without meaning
 */
public record StoreOptions(Sync sync, Duration interval) {
  private static final StoreOptions STANDARD =
      new StoreOptions(Sync.INTERVAL, Duration.ofSeconds(1));

  public StoreOptions {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("interval must be positive, not " + interval);
    }
  }

  /** Forced once a second. */
  public static StoreOptions standard() {
    return STANDARD;
  }

  /** The same with another rule for forcing. */
  public StoreOptions sync(Sync rule) {
    return new StoreOptions(rule, interval);
  }

  /** The same with another interval. */
  public StoreOptions interval(Duration between) {
    return new StoreOptions(sync, between);
  }
}
