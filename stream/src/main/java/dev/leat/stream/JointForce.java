package dev.leat.stream;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Forces two files at the same time, the second by a thread of its own: as a rule they go into one
 * transaction of the file system then, and take hardly longer than one of them. Used by the
 * stream's writer alone.
 */
final class JointForce implements AutoCloseable {
  private final Thread thread =
      Thread.ofPlatform().daemon().name("leat-log-forcer").unstarted(this::run);

  /** Whoever waits for the second file. */
  private final Thread writer;

  /** The second file, until it has been forced. */
  private volatile @Nullable FileChannel second;

  /** Why it could not be; read once it has gone. */
  private @Nullable IOException failure;

  private volatile boolean closed;

  /**
   * @param writer the only thread that asks for anything
   */
  JointForce(Thread writer) {
    this.writer = writer;
  }

  void start() {
    thread.start();
  }

  /** Forces both, and returns when neither is being forced any more. */
  void force(FileChannel one, FileChannel other) throws IOException {
    second = other;
    LockSupport.unpark(thread);
    try {
      one.force(false);
    } finally {
      while (second != null) {
        LockSupport.park(this);
        Threads.ignoreInterrupt();
      }
    }
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  private void run() {
    while (!closed) {
      FileChannel file = second;
      if (file == null) {
        LockSupport.park(this);
      } else {
        force(file);
        second = null;
        LockSupport.unpark(writer);
      }
      Threads.ignoreInterrupt();
    }
  }

  private void force(FileChannel file) {
    try {
      file.force(false);
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = new IOException(e.toString(), e);
    }
  }

  /** Ends the thread. To be called by the writer, which then forces nothing. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    Threads.join(thread);
  }
}
