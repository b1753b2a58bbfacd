package dev.leat.cli.feed;

import dev.leat.net.Endpoint;
import dev.leat.stream.Cursor;
import dev.leat.stream.MessageLog;
import dev.leat.stream.OffsetOutOfRange;
import dev.leat.stream.Start;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a feed, and the rounds in which they are served: a source that has ended is fed
 * again from its beginning to those who come later.
 *
 * <p>All rounds lie in one log, one after the other, so that its retention and its slow policies
 * hold across them. A client begins at or behind the start of its round and ends where that ends.
 *
 * <pre>
 *   ┌───────────┐ clients are here ┌────────────┐ the source has ended
 *   │ gathering │ ───────────────► │ publishing │ ───────────────┐
 *   └───────────┘                  └────────────┘                ▼
 *         ▲          a client comes, and it can begin again  ┌───────┐
 *         └───────────────────────────────────────────────── │ ended │
 *                                                            └───────┘
 * </pre>
 */
final class Audience {
  private final MessageLog log;

  /** The heads of all rounds, one after the other. */
  private final MessageLog heads;

  private final Terms terms;
  private final boolean repeats;

  /** Guards everything below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final Set<Client> present = new HashSet<>();
  private Round round;
  private long came;
  private long left;
  private boolean stopped;
  private @Nullable Throwable failure;

  /** How many must have come before it can be over. */
  private final int least;

  /**
   * @param log where the first round begins at the oldest message that is there
   * @param repeats whether a new round begins for those who come after the end of one
   * @param least how many must have come before the end of the source is the end of it all
   */
  Audience(MessageLog log, MessageLog heads, Terms terms, boolean repeats, int least) {
    this.log = log;
    this.heads = heads;
    this.terms = terms;
    this.repeats = repeats;
    this.least = least;
    this.round = new Round(1, log.counts().earliest(), 0);
  }

  // For clients

  /** A client has come. */
  Client join(Endpoint peer) throws IOException {
    lock.lock();
    try {
      if (round.ended && repeats) {
        round = new Round(round.number + 1, log.next(), heads.next());
      }
      var client = new Client(peer, round, cursor());
      present.add(client);
      round.clients++;
      came++;
      changed.signalAll();
      return client;
    } finally {
      lock.unlock();
    }
  }

  private Cursor cursor() throws IOException {
    for (; ; ) {
      try {
        long earliest = Math.max(round.start, log.counts().earliest());
        Start start = Start.offset(terms.from().offset(log, earliest));
        Cursor cursor = log.cursor(start, terms.slow());
        return terms.perClient() == Long.MAX_VALUE ? cursor : cursor.limit(terms.perClient());
      } catch (OffsetOutOfRange e) {
        // Retention has just dropped it; there is a newer oldest one.
      }
    }
  }

  /** Waits until the head of the client's round is known, and answers it; null if it has none. */
  @Nullable Cursor head(Client client) throws IOException {
    lock.lock();
    try {
      Round its = client.round();
      while (its.headEnd < 0 && !stopped && failure == null) {
        changed.await();
      }
      long messages = its.headEnd - its.headStart;
      return messages <= 0 ? null : heads.cursor(Start.offset(its.headStart)).limit(messages);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the head of the feed");
    } finally {
      lock.unlock();
    }
  }

  /** A client has left, or has everything. */
  void leave(Client client) {
    lock.lock();
    try {
      present.remove(client);
      client.round().clients--;
      left++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // For the publisher

  /** The head of this round is complete. */
  void headComplete() {
    lock.lock();
    try {
      round.headEnd = heads.next();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many clients of this round are here. */
  void awaitClients(int clients) throws InterruptedException {
    lock.lock();
    try {
      while (round.clients < clients) {
        changed.await();
      }
      round.begun = true;
    } finally {
      lock.unlock();
    }
  }

  /** The source has ended: so do its clients, once they have everything. */
  void endRound() {
    lock.lock();
    try {
      round.ended = true;
      if (repeats) {
        present.stream()
            .filter(client -> client.round() == round)
            .forEach(client -> client.cursor().endHere());
      } else {
        log.finish();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until somebody has come after the end of a round. */
  void awaitNextRound() throws InterruptedException {
    lock.lock();
    try {
      while (round.ended) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  // For the feed as a whole

  /** Nothing more will come from the publisher. */
  void failed(Throwable reason) {
    lock.lock();
    try {
      failure = reason;
      log.finish();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The feed is asked to end. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the feed is over: when it is asked to end, when so many clients have left, at the
   * end of the source if that is wanted, and when the publisher has failed; in the last two cases
   * once all clients have what there is. Where the stream itself has stopped, nobody is waited for.
   *
   * @throws IOException why the publisher has failed
   */
  void awaitEnd(boolean atEnd, long afterClients) throws IOException, InterruptedException {
    lock.lock();
    try {
      while (!stopped
          && left < afterClients
          && log.failure() == null
          && !(exhausted(atEnd) && present.isEmpty())) {
        changed.await();
      }
      switch (failure) {
        case null -> {}
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        default -> throw new IOException("publishing failed: " + failure, failure);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all have left, but no longer than this. */
  void awaitNobody(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (nanos > 0 && !present.isEmpty()) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean exhausted(boolean atEnd) {
    return failure != null || (atEnd && round.ended && came >= least);
  }

  /** Who is here, at one moment. */
  List<Client> present() {
    lock.lock();
    try {
      return List.copyOf(present);
    } finally {
      lock.unlock();
    }
  }

  /** How many clients of a round are here that has not begun; -1 once it has. */
  int gathered() {
    lock.lock();
    try {
      return round.begun ? -1 : round.clients;
    } finally {
      lock.unlock();
    }
  }

  /** How many have come so far. */
  long came() {
    lock.lock();
    try {
      return came;
    } finally {
      lock.unlock();
    }
  }
}
