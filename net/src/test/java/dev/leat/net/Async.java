package dev.leat.net;

import static dev.leat.net.Patience.await;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Something that runs on a virtual thread beside the test. */
final class Async<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  private Async(Callable<T> call) {
    task = new FutureTask<>(call);
    thread = Thread.startVirtualThread(task);
  }

  interface Action {
    void run() throws Exception;
  }

  static <T> Async<T> call(Callable<T> call) {
    return new Async<>(call);
  }

  static Async<Void> run(Action action) {
    return call(() -> {
      action.run();
      return null;
    });
  }

  /** What it returns or throws. */
  T get() throws Exception {
    try {
      return task.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Returns once it waits for something. */
  Async<T> awaitBlocked() {
    await()
        .pollDelay(java.time.Duration.ZERO)
        .pollInterval(java.time.Duration.ofMillis(1))
        .until(() ->
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING);
    return this;
  }

  Async<T> interrupt() {
    thread.interrupt();
    return this;
  }

  boolean isDone() {
    return task.isDone();
  }
}
