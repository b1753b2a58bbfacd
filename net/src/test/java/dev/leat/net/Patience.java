package dev.leat.net;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a test waits for what is to happen at once: a busy machine may take its time. */
final class Patience {
  static final Duration LIMIT = Duration.ofSeconds(60);

  private Patience() {}

  /** As {@link Awaitility#await()}. */
  static ConditionFactory await() {
    return Awaitility.await().atMost(LIMIT);
  }

  /** The next one. */
  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing happened within " + LIMIT.toSeconds() + " seconds");
    }
    return next;
  }
}
