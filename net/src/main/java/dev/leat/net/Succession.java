package dev.leat.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection after the other to the same server. When one is lost a virtual thread seeks the
 * next; everybody else waits for it.
 *
 * <pre>
 *            lost                  connected and resent
 * connected ------> seeking --------------------------> connected
 *                    |  ^
 *          failed    v  |  after a while
 *                  pausing ------> given up (if the outage lasts too long, or for that reason)
 * </pre>
 */
final class Succession {
  private final Connector connector;
  private final Backoff backoff;
  private final Resend resend;
  private final ClientEvents events;

  /** Guards every field below. Not held while connecting, resending or telling events. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private @Nullable Connection current;

  /** Seeks the next connection; null while there is one, or nobody will. */
  private @Nullable Thread seeker;

  /** Why there will be no other: made anew for each call that fails, so that its trace shows it. */
  private @Nullable Supplier<ConnectionException> over;

  private final Instant since = Instant.now();
  private final Outage outage;
  private @Nullable Counters past;

  Succession(Connector connector, Backoff backoff, Resend resend, ClientEvents events) {
    this.connector = connector;
    this.backoff = backoff;
    this.resend = resend;
    this.events = events;
    this.outage = new Outage(backoff, System.nanoTime());
  }

  Endpoint endpoint() {
    return connector.endpoint();
  }

  /** Begins to seek the first. */
  void start() {
    seek(Duration.ZERO);
  }

  /** The connection that is there, or the next one. */
  Connection await() throws IOException {
    Connection connection = null;
    while (connection == null) {
      connection = await(Intake.NEVER);
    }
    return connection;
  }

  /**
   * The connection that is there, or the next one; null if none came about within so many
   * nanoseconds.
   */
  @Nullable Connection await(long nanos) throws IOException {
    lock.lock();
    try {
      long left = nanos;
      while (current == null && over == null) {
        if (left <= 0) {
          return null;
        }
        left = changed.awaitNanos(left);
      }
      if (over != null) {
        throw over.get();
      }
      return current;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new ConnectionInterrupted(endpoint(), e);
    } finally {
      lock.unlock();
    }
  }

  /** Says that this connection is of no more use. The first to say so starts the search. */
  void lost(Connection connection, @Nullable IOException cause) {
    Duration pause;
    lock.lock();
    try {
      if (over != null || !connection.equals(current)) {
        return;
      }
      current = null;
      Counters counters = connection.counters();
      past = counters.plus(past);
      pause = outage.lost(counters.messagesIn() > 0, System.nanoTime());
    } finally {
      lock.unlock();
    }
    try {
      if (cause == null) {
        connection.closeQuietly();
      } else {
        connection.abortQuietly();
      }
      if (cause == null || triesAgain(cause)) {
        tell(() -> events.lost(endpoint(), cause));
      }
    } finally {
      // Whatever happens, somebody must seek: everybody else waits for that.
      seek(pause);
    }
  }

  private void seek(Duration pause) {
    lock.lock();
    try {
      if (over == null) {
        seeker = Thread.ofVirtual().name("leat-reconnect " + endpoint()).start(() -> run(pause));
      }
    } finally {
      lock.unlock();
    }
  }

  private void run(Duration firstPause) {
    Duration pause = firstPause;
    try {
      while (true) {
        Thread.sleep(pause);
        try {
          connect();
          return;
        } catch (IOException e) {
          Duration next = triesAgain(e) ? nextPause(e) : null;
          if (next == null) {
            return;
          }
          tell(() -> events.attemptFailed(e, next));
          pause = next;
        }
      }
    } catch (InterruptedException e) {
      // The client was closed: whoever waits has been told.
    } catch (RuntimeException | Error e) {
      end(failure("reconnecting failed: " + e, e));
    }
  }

  private void connect() throws IOException {
    Connection connection = connector.connect();
    boolean installed = false;
    try {
      resend.resend(connection);
      tell(() -> events.connected(connection));
      installed = install(connection);
    } finally {
      if (!installed) {
        connection.abort();
      }
    }
  }

  private boolean install(Connection connection) {
    lock.lock();
    try {
      seeker = null;
      if (over != null) {
        return false;
      }
      current = connection;
      outage.connected(System.nanoTime());
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How long to wait after a failure; null if it was the last. */
  private @Nullable Duration nextPause(IOException failure) {
    lock.lock();
    try {
      if (over != null) {
        return null;
      }
      Duration pause = outage.failed(System.nanoTime());
      if (pause == null) {
        String limit = Durations.text(backoff.giveUpAfter());
        end(failure("given up after " + limit + ": " + why(failure), failure));
      }
      return pause;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it does, or this has been the last. */
  private boolean triesAgain(IOException failure) {
    boolean again = events.triesAgain(failure);
    if (!again) {
      end(
          failure instanceof TlsFailed tls
              ? () -> new TlsFailed(endpoint(), tls.reason(), tls.explanation(), tls)
              : failure(why(failure), failure));
    }
    return again;
  }

  private static String why(IOException failure) {
    return failure instanceof ConnectFailed failed ? failed.why() : Causes.text(failure);
  }

  private Supplier<ConnectionException> failure(String why, Throwable cause) {
    return () -> new ConnectFailed(endpoint(), why, cause);
  }

  /** There will be no other connection. */
  private @Nullable Connection end(Supplier<ConnectionException> why) {
    lock.lock();
    try {
      if (over == null) {
        over = why;
      }
      Connection last = current;
      current = null;
      if (last != null) {
        past = last.counters().plus(past);
      }
      changed.signalAll();
      return last;
    } finally {
      lock.unlock();
    }
  }

  void close() throws IOException {
    Connection last = end(() -> new ConnectionClosed(endpoint(), "the client is closed", null));
    interruptSeeker();
    if (last != null) {
      last.close();
    }
  }

  private void interruptSeeker() {
    lock.lock();
    try {
      if (seeker != null) {
        seeker.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isConnected() {
    lock.lock();
    try {
      return current != null && current.isOpen();
    } finally {
      lock.unlock();
    }
  }

  Counters counters() {
    lock.lock();
    try {
      if (current != null) {
        return current.counters().plus(past);
      }
      return past == null ? new Counters(0, 0, 0, 0, 0, since) : past;
    } finally {
      lock.unlock();
    }
  }

  private static void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      System.getLogger(Client.class.getName())
          .log(Level.WARNING, "a client's events listener failed", e);
    }
  }
}
