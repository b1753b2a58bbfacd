package dev.leat.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A program that reads a store while others write it, and says which message is at which offset;
 * and what it has said, through all the times that it was killed and started again at its offset.
 */
final class KilledFollower implements AutoCloseable {
  private final Path store;

  /** Guards {@link #read}. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Numbers read = new Numbers();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private Process process;
  private Thread listener;

  /** Starts one at the beginning of a store, which must be there. */
  KilledFollower(Path store) throws IOException {
    this.store = store;
    this.process = start(store, 0);
    this.listener = listen(process);
  }

  public static void main(String[] args) throws IOException {
    Thread.ofPlatform().daemon().start(KilledFollower::endWithParent);
    OutputStream output = new BufferedOutputStream(System.out, 1 << 16);
    try (var log = MessageLog.follow(Path.of(args[0]));
        var cursor = log.cursor(Start.offset(Long.parseLong(args[1])))) {
      for (Entry entry; (entry = cursor.next()) != null; ) {
        long number = KilledWriter.check(entry);
        output.write("%d %d.\n".formatted(entry.offset(), number).getBytes(UTF_8));
        if (cursor.counts().lag() == 0) {
          output.flush();
        }
      }
    }
  }

  /** Whoever is not killed ends when nobody is there any more who could. */
  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().halt(1);
  }

  private static Process start(Path store, long offset) throws IOException {
    return Program.start(KilledFollower.class, store.toString(), Long.toString(offset));
  }

  private Thread listen(Process from) {
    return Thread.ofPlatform()
        .start(() -> {
          try (BufferedReader output = from.inputReader()) {
            for (String line; (line = output.readLine()) != null; ) {
              if (line.endsWith(".")) { // else it was killed before the end of the line
                note(line);
              }
            }
          } catch (IOException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
          }
        });
  }

  private void note(String line) {
    int space = line.indexOf(' ');
    long offset = Long.parseLong(line.substring(0, space));
    long number = Long.parseLong(line.substring(space + 1, line.length() - 1));
    lock.lock();
    try {
      assertThat(offset).as("the offset that comes next").isEqualTo(read.size());
      read.add(number);
    } finally {
      lock.unlock();
    }
  }

  /** Kills it, and starts another where it has come to. */
  void restart() throws IOException {
    kill();
    process = start(store, size());
    listener = listen(process);
  }

  private void kill() {
    process.toHandle().destroyForcibly(); // which does not close its output
    Threads.join(listener);
    process.onExit().join();
  }

  private int size() {
    lock.lock();
    try {
      return read.size();
    } finally {
      lock.unlock();
    }
  }

  /** Everything that it has been given is in the store, at that offset. */
  void check(Numbers stored) {
    assertThat(failure.get()).isNull();
    assertThat(process.isAlive()).as("the follower goes on until it is killed").isTrue();
    lock.lock();
    try {
      assertThat(read.size()).isLessThanOrEqualTo(stored.size());
      assertThat(read.mismatch(stored))
          .as("an offset at which something else was read")
          .isEqualTo(-1);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it has read so many. */
  void awaitRead(int messages) {
    await()
        .atMost(Duration.ofMinutes(10))
        .failFast(() -> assertThat(failure.get()).isNull())
        .until(() -> size() >= messages);
  }

  @Override
  public void close() {
    kill();
  }
}
