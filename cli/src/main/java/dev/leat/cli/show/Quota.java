package dev.leat.cli.show;

import dev.leat.cli.shell.UsageError;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How many messages are still wanted, of all peers together. */
public final class Quota {
  private final AtomicLong left;

  private Quota(long count) {
    this.left = new AtomicLong(count);
  }

  /** As many as come. */
  public static Quota unlimited() {
    return new Quota(Long.MAX_VALUE);
  }

  /** So many. */
  public static Quota of(long count) {
    return new Quota(count);
  }

  /**
   * What an option asks for; without it, as many as come.
   *
   * @throws UsageError if it is less than one
   */
  public static Quota of(String option, @Nullable Long count) {
    if (count == null) {
      return unlimited();
    }
    if (count < 1) {
      throw new UsageError(option + " must be at least 1, not " + count);
    }
    return of(count);
  }

  /** Takes one; false if there is none left. */
  boolean take() {
    return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }

  /** Whether there is none left. */
  public boolean usedUp() {
    return left.get() == 0;
  }

  /** Whether as many are wanted as come. */
  boolean endless() {
    return left.get() > Long.MAX_VALUE / 2;
  }

  /** How many are left. */
  public long left() {
    return left.get();
  }
}
