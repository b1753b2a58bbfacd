package dev.leat.bench.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads a process's standard error, so that it never fills up, and keeps its end for a failure to
 * show.
 */
final class ErrorOutput {
  private static final int LINES_KEPT = 20;
  private static final String LISTENING = "listening on ";

  private final ReentrantLock lock = new ReentrantLock(); // guards lastLines
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final CompletableFuture<Boolean> listening = new CompletableFuture<>();
  private final Thread reader;

  ErrorOutput(Process process) {
    reader = Thread.ofVirtual().start(() -> read(process));
  }

  private void read(Process process) {
    try (BufferedReader lines = process.errorReader()) {
      for (String line; (line = lines.readLine()) != null; ) {
        keep(line);
        if (line.contains(LISTENING)) {
          listening.complete(true);
        }
      }
    } catch (IOException closed) {
      keep("(its standard error could not be read: " + closed.getMessage() + ")");
    } finally {
      listening.complete(false);
    }
  }

  private void keep(String line) {
    lock.lock();
    try {
      if (lastLines.size() == LINES_KEPT) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the line in which a server says where it listens; false when it ended or the time was
   * up before.
   */
  boolean awaitListening(Duration limit) throws InterruptedException {
    try {
      return listening.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      return false;
    } catch (ExecutionException never) {
      throw new AssertionError("the future is only ever completed with a value", never);
    }
  }

  /** The last lines, once the process has ended, or what there is of them within a second. */
  String tail() throws InterruptedException {
    reader.join(Duration.ofSeconds(1));
    lock.lock();
    try {
      return lastLines.isEmpty()
          ? "it said nothing"
          : "it said:\n  " + String.join("\n  ", lastLines);
    } finally {
      lock.unlock();
    }
  }
}
