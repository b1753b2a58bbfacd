package dev.leat.cli.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work on several threads: whoever waits for one piece hears when any of them fails. */
public final class Tasks {
  private final CompletableFuture<Object> failure = new CompletableFuture<>();

  /** A piece of work. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /** One that has been started. */
  public final class Task {
    private final CompletableFuture<Object> end = new CompletableFuture<>();

    /**
     * Waits for it to end.
     *
     * @throws Exception what it or any of the others has thrown
     */
    public void await() throws Exception {
      try {
        CompletableFuture.anyOf(end, failure).get();
      } catch (ExecutionException e) {
        throw thrown(e);
      }
    }

    /**
     * As {@link #await()}, but only so long.
     *
     * @return whether it has ended
     */
    public boolean await(Duration limit) throws Exception {
      try {
        CompletableFuture.anyOf(end, failure).get(limit.toNanos(), TimeUnit.NANOSECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        throw thrown(e);
      }
    }

    private void run(Work work) {
      try {
        work.run();
        end.complete(this);
      } catch (Throwable e) {
        failure.completeExceptionally(e);
      }
    }
  }

  /**
   * Waits for either of two to end, and answers that one.
   *
   * @throws Exception what any has thrown
   */
  public Task awaitAny(Task one, Task other) throws Exception {
    try {
      return (Task) CompletableFuture.anyOf(one.end, other.end, failure).get();
    } catch (ExecutionException e) {
      throw thrown(e);
    }
  }

  private static Exception thrown(ExecutionException e) {
    return e.getCause() instanceof Exception cause ? cause : e;
  }

  /** Starts a piece of work on a virtual thread. */
  public Task start(Work work) {
    return start(Thread.ofVirtual(), work);
  }

  /**
   * Starts a piece of work that may wait for ever, as one that reads standard input does. Its
   * thread does not keep the process.
   */
  public Task startAside(Work work) {
    // A platform thread: reading standard input would hold a virtual thread's carrier.
    return start(Thread.ofPlatform().daemon(), work);
  }

  private Task start(Thread.Builder thread, Work work) {
    var task = new Task();
    thread.start(() -> task.run(work));
    return task;
  }
}
