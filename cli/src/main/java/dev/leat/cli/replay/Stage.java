package dev.leat.cli.replay;

import dev.leat.stream.Cursor;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where performances of a recording take place, one after the other, and who is there. Who comes
 * while one goes on gets it from its beginning; who comes after its end, the next.
 *
 * <pre>
 *  ┌───────────┐ enough are here ┌─────────────┐ everything is due ┌───────┐
 *  │ gathering │ ──────────────► │ performance │ ────────────────► │ ended │
 *  └───────────┘                 └─────────────┘                   └───────┘
 *        ▲             somebody is here for the next                   │
 *        └─────────────────────────────────────────────────────────────┘
 * </pre>
 */
final class Stage {
  /** How often somebody who waits looks whether its peer is still there. */
  private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** How long those who are slow to take the first message hold up the others. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final boolean again;
  private final Duration patience;

  /** Guards everything below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();

  /** For {@link #awaitFirst} alone, lest everybody is woken whenever somebody has got something. */
  private final Condition moved = lock.newCondition();

  private final Set<Visit> present = new HashSet<>();

  /** The performance that goes on, or was the last to end; 0 before the first. */
  private int number;

  /** Whether it has ended, so that everything is due. */
  private boolean ended = true;

  /** Its first message, and what is behind the last that is due. */
  private long first;

  private long due;

  /** Behind the last message of the performance that was the last to end. */
  private long end;

  private long came;
  private long left;
  private boolean stopped;
  private @Nullable Exception failure;

  /**
   * @param again whether those who have got one performance get the next too
   */
  Stage(boolean again) {
    this(again, PATIENCE);
  }

  /**
   * @param patience how long those who are slow to take the first message hold up the others
   */
  Stage(boolean again, Duration patience) {
    this.again = again;
    this.patience = patience;
  }

  /** One who is there. */
  final class Visit {
    /** The performance that it gets. */
    private int performance;

    /** The next message that is for it; -1 before its performance has begun. */
    private long place = -1;

    /** When it had got what is before that. */
    private long placed;

    /** What it reads by, if that has no end of its own. */
    private @Nullable Cursor open;

    private Visit(int performance) {
      this.performance = performance;
    }

    /** The next message that is for it. */
    long place() {
      lock.lock();
      try {
        return place;
      } finally {
        lock.unlock();
      }
    }

    /**
     * Waits until more is due.
     *
     * @param there whether its peer is
     * @return behind the last message that is due; {@link #place} if nothing more will be
     */
    long awaitMore(BooleanSupplier there) throws InterruptedException {
      lock.lock();
      try {
        while (!stopped && there.getAsBoolean()) {
          long reached = reached();
          if (place < reached) {
            return reached;
          }
          if (!over()) {
            changed.awaitNanos(GLANCE_NANOS);
          } else if (again) {
            performance++;
            place = -1;
            changed.signalAll();
          } else {
            return place;
          }
        }
        return place;
      } finally {
        lock.unlock();
      }
    }

    /** Behind the last message that is due for it. */
    private long reached() {
      if (performance > number) {
        return place;
      }
      if (place < 0) {
        place = first;
      }
      return performance == number ? due : end;
    }

    /** Whether its performance has ended. */
    private boolean over() {
      return performance < number || (performance == number && ended);
    }

    /** Whether it has not got yet what is due for it. */
    private boolean isWaitedFor() {
      return performance == number && place < due;
    }

    /** It has got everything before this message. */
    void moved(long offset) {
      long now = System.nanoTime(); // before others have their turn
      lock.lock();
      try {
        place = offset;
        placed = now;
        open = null;
        moved.signal();
      } finally {
        lock.unlock();
      }
    }

    /** It reads by this cursor, up to the end of the stream, wherever that will be. */
    void reads(Cursor unbounded) {
      lock.lock();
      try {
        open = unbounded;
        if (ended) {
          unbounded.endHere();
        }
      } finally {
        lock.unlock();
      }
    }

    /** It has gone. */
    void leave() {
      lock.lock();
      try {
        present.remove(this);
        left++;
        changed.signalAll();
        moved.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Somebody has come. */
  Visit enter() {
    lock.lock();
    try {
      var visit = new Visit(next());
      present.add(visit);
      came++;
      changed.signalAll();
      return visit;
    } finally {
      lock.unlock();
    }
  }

  /** The performance that somebody gets who comes now. */
  private int next() {
    return ended ? number + 1 : number;
  }

  // For whoever conducts

  /** Waits until so many are here for the next performance. */
  void awaitAudience(int wanted) throws InterruptedException {
    lock.lock();
    try {
      while (gathered() < wanted) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private long gathered() {
    return present.stream().filter(visit -> visit.performance >= next()).count();
  }

  /** The next performance begins, with this message. */
  void begin(long offset) {
    lock.lock();
    try {
      number++;
      ended = false;
      first = offset;
      due = offset;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Everything before this message is due. */
  void due(long offset) {
    lock.lock();
    try {
      due = offset;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all for whom the performance has begun have got what is due, but not for long.
   *
   * @return when the last of those who have it had got it, as {@link System#nanoTime()} tells it
   */
  long awaitFirst() throws InterruptedException {
    lock.lock();
    try {
      long start = System.nanoTime();
      long left = patience.toNanos();
      while (left > 0 && present.stream().anyMatch(visit -> visit.isWaitedFor())) {
        left = moved.awaitNanos(left);
      }
      return present.stream()
          .filter(visit -> visit.performance == number && visit.place >= due)
          .mapToLong(visit -> visit.placed)
          .reduce((one, other) -> one - other > 0 ? one : other)
          .orElse(start);
    } finally {
      lock.unlock();
    }
  }

  /** The performance ends before this message. */
  void end(long offset) {
    lock.lock();
    try {
      due = offset;
      end = offset;
      ended = true;
      for (Visit visit : present) {
        if (visit.open != null) {
          visit.open.endHere();
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** There will be no more, and this is why. */
  void failed(Exception reason) {
    lock.lock();
    try {
      if (failure == null && !stopped) {
        failure = reason;
      }
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // For the replay as a whole

  /** It is asked to end. */
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
   * Waits until it is over: when it is asked to end, when so many have left, when it has failed,
   * and, if that is wanted, when a performance has ended and everybody has gone.
   *
   * @throws Exception why it has failed
   */
  void awaitEnd(boolean atEnd, long afterClients) throws Exception {
    lock.lock();
    try {
      while (!stopped && left < afterClients && !(atEnd && emptyAtEnd())) {
        changed.await();
      }
      if (failure != null) {
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean emptyAtEnd() {
    return number > 0 && ended && present.isEmpty();
  }

  /** How it stands, at one moment. */
  State state() {
    lock.lock();
    try {
      long slowest = present.stream().mapToLong(this::behind).max().orElse(0);
      return new State(present.size(), came, gathered(), !ended, due, slowest);
    } finally {
      lock.unlock();
    }
  }

  /** Messages that are due for somebody who has not got them yet, as far as one can tell. */
  private long behind(Visit visit) {
    boolean here = visit.performance == number && visit.place >= 0 && due != Long.MAX_VALUE;
    return here ? due - visit.place : 0;
  }

  /**
   * How it stands.
   *
   * @param present clients that are here
   * @param came clients that have come so far
   * @param gathered clients that are here for the next performance
   * @param playing whether a performance goes on
   * @param due behind the last message that is due; {@link Long#MAX_VALUE} for all that come
   * @param slowest messages that the slowest client is behind
   */
  record State(long present, long came, long gathered, boolean playing, long due, long slowest) {}
}
