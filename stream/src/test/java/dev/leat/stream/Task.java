package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that runs on a thread of its own. */
final class Task<T> {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Set<Thread.State> WAITING =
      Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Thread thread;

  private Task(Callable<T> work) {
    thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              try {
                result.complete(work.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
  }

  static <T> Task<T> start(Callable<T> work) {
    var task = new Task<>(work);
    task.thread.start();
    return task;
  }

  /** Returns once it waits for something, and has not ended. */
  Task<T> awaitWaiting() {
    await()
        .atMost(PATIENCE)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> isDone() || WAITING.contains(thread.getState()));
    assertThat(isDone()).as("it has ended").isFalse();
    return this;
  }

  void interrupt() {
    thread.interrupt();
  }

  boolean isDone() {
    return result.isDone();
  }

  T result() throws Exception {
    try {
      return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the task failed", e.getCause());
    } catch (TimeoutException e) {
      throw hangs(e);
    }
  }

  Throwable failure() throws Exception {
    try {
      T value = result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      throw new AssertionError("the task should have failed, not answered " + value);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException e) {
      throw hangs(e);
    }
  }

  private AssertionError hangs(TimeoutException e) {
    var at = new Exception("here");
    at.setStackTrace(thread.getStackTrace());
    e.addSuppressed(at);
    return new AssertionError("the task hangs", e);
  }
}
