package dev.leat.cli.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How a command is asked to end: by a signal, or by a test. It stops taking what is new, lets go of
 * what it has within {@link #GRACE}, and returns from its call.
 */
public final class Stop {
  /** How long a command may take to end. */
  public static final Duration GRACE = Duration.ofSeconds(5);

  /** Guards the two fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<Runnable> actions = new ArrayList<>();
  private boolean requested;

  /** Whether a person is being asked something. */
  private volatile boolean asking;

  /** What a person is asked, until it is closed. */
  public interface Question extends AutoCloseable {
    @Override
    void close();
  }

  /** A person is asked something: there is nothing to finish, so a signal ends the process. */
  public Question question() {
    asking = true;
    return () -> asking = false;
  }

  /** Whether a person is being asked something. */
  boolean isAsking() {
    return asking;
  }

  /** Has this done when the command is asked to end; at once if it has been. It must not block. */
  public void onRequest(Runnable action) {
    lock.lock();
    try {
      if (!requested) {
        actions.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }

  /** Has this thread interrupted when the command is asked to end. */
  public void interrupts(Thread thread) {
    onRequest(thread::interrupt);
  }

  /** Asks the command to end. Only the first time does anything. */
  public void request() {
    lock.lock();
    try {
      if (requested) {
        return;
      }
      requested = true;
    } finally {
      lock.unlock();
    }
    actions.forEach(Runnable::run);
  }

  /** Whether the command has been asked to end. */
  public boolean requested() {
    lock.lock();
    try {
      return requested;
    } finally {
      lock.unlock();
    }
  }
}
