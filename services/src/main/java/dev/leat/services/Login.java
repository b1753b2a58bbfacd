package dev.leat.services;

import dev.leat.net.Connection;
import dev.leat.net.Endpoint;
import dev.leat.net.Handler;
import dev.leat.net.Printable;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a user name and then for a password, and lets in whoever has both right. Who has not is
 * told so and may try again.
 *
 * <p>A wrong name and a wrong password get the same answer after the same time. Guessing is slow:
 * the answer to a wrong one waits, longer each time, an address tries one at a time, and after ten
 * failures is not heard for a quarter of an hour. Passwords are hashed by few threads, so that a
 * flood of logins takes neither all processors nor all memory; where too many wait for them, one
 * more is told to try again.
 *
 * <p>What goes over a connection that is not encrypted, others can read: use TLS.
 */
public final class Login implements Handler, Closeable {
  /** The answer to whoever has something wrong. */
  public static final String REFUSED = "login refused: wrong name or password";

  /** How many names and passwords one connection may try. */
  private static final int TRIES = 3;

  /** How many connections of one address may wait for their turn. */
  private static final int MOST_WAITING = 8;

  /** How many hashes may wait: what is done in a few seconds. */
  private static final int MOST_HASHES = 64;

  /** Characters of a name in a report. */
  private static final int LONGEST_SHOWN = 64;

  private final Users users;
  private final LoginEvents events;
  private final Throttle throttle;
  private final ExecutorService hashing;

  /**
   * @param events hears how logins go
   */
  public Login(Users users, LoginEvents events) {
    this.users = users;
    this.events = events;
    this.throttle = new Throttle(System::nanoTime);
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
    // Threads of the system's, because hashing would keep connections from their carriers.
    this.hashing =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_HASHES),
            Thread.ofPlatform().daemon().name("leat-hash-", 1).factory());
  }

  @Override
  public void handle(Connection connection) throws IOException, InterruptedException {
    var dialogue = new Dialogue(connection, Users.LONGEST_PASSWORD);
    for (int i = 0; i < TRIES; i++) {
      Question name = dialogue.next();
      Question password = name == null ? null : dialogue.next();
      if (name == null || password == null) {
        return;
      }
      String refusal = refusal(connection, name.text(), password.text());
      if (refusal == null) {
        dialogue.answer(password, "hello " + name.text() + ", welcome to the server");
        return;
      }
      dialogue.answer(password, refusal);
    }
  }

  /** What to say to who is not let in; null if they are. */
  private @Nullable String refusal(Connection connection, String name, String password)
      throws IOException, InterruptedException {
    Endpoint peer = connection.peer();
    String shown = Printable.quotable(name, LONGEST_SHOWN);
    try (var attempt = throttle.attempt(connection)) {
      if (attempt.turn().getQueueLength() >= MOST_WAITING) {
        events.turnedAway(peer, shown, "too many logins at once from this address");
        return "login refused: too many at once from this address";
      }
      attempt.turn().lockInterruptibly();
      try {
        return refusal(attempt, peer, shown, name, password);
      } finally {
        attempt.turn().unlock();
      }
    }
  }

  private @Nullable String refusal(
      Throttle.Attempt attempt, Endpoint peer, String shown, String name, String password)
      throws InterruptedException {
    Duration closed = attempt.closedFor();
    if (!closed.isZero()) {
      events.turnedAway(peer, shown, "too many failures from this address");
      Thread.sleep(Throttle.LONGEST_DELAY);
      return "login refused: too many failures, try again in " + minutes(closed);
    }
    try {
      if (verified(name, password)) {
        events.accepted(peer, shown);
        return null;
      }
      Duration delay = attempt.failed();
      events.refused(peer, shown, "wrong name or password");
      Thread.sleep(delay);
      return REFUSED;
    } catch (RejectedExecutionException e) {
      events.turnedAway(peer, shown, "too many logins at once");
      return "login refused: too many logins just now, try again";
    } catch (IOException e) {
      events.refused(peer, shown, "the users cannot be read: " + e.getMessage());
      return "login refused: nobody can log in just now";
    }
  }

  private static String minutes(Duration duration) {
    long minutes = duration.plusSeconds(59).toMinutes();
    return minutes == 1 ? "a minute" : minutes + " minutes";
  }

  private boolean verified(String name, String password) throws IOException, InterruptedException {
    Future<Boolean> answer = hashing.submit(() -> users.verify(name, password));
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(false);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  /** Lets its threads end. */
  @Override
  public void close() {
    hashing.shutdownNow();
  }
}
