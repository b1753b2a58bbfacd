package dev.leat.cli.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where clients of two sides meet: each is paired with one of the other side, in the order they
 * come, and waits until there is one. One that leaves meanwhile is forgotten. So is after a while
 * one that has said something and finished; until then those who have not finished come before it.
 */
public final class Rendezvous {

  /** One that waits, until it has been paired and the pair has ended, or it has left. */
  private record Seat(WaitingParty party, CompletableFuture<Object> over) {}

  private final boolean bothWays;
  private final Patience patience;
  private final Traffic traffic;

  /** Guards both queues. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Deque<Seat> firsts = new ArrayDeque<>();
  private final Deque<Seat> seconds = new ArrayDeque<>();

  /**
   * @param patience with those that have finished before they met anybody
   */
  public Rendezvous(boolean bothWays, Patience patience, Traffic traffic) {
    this.bothWays = bothWays;
    this.patience = patience;
    this.traffic = traffic;
  }

  /** A client of the first side: returns when it has been paired and the pair has ended. */
  public void first(Party client) throws Exception {
    meet(client, firsts, seconds, (own, other) -> pair(own, other).carry(traffic));
  }

  /** A client of the second side, in the same way. */
  public void second(Party client) throws Exception {
    meet(client, seconds, firsts, (own, other) -> pair(other, own).carry(traffic));
  }

  private Pair pair(Party first, Party second) {
    return new Pair(first, second, bothWays, patience);
  }

  private interface Meeting {
    void of(Party own, Party other) throws Exception;
  }

  private void meet(Party client, Deque<Seat> own, Deque<Seat> others, Meeting meeting)
      throws Exception {
    var seat = new Seat(WaitingParty.of(client), new CompletableFuture<>());
    Seat other = otherOrWait(seat, own, others);
    if (other == null) {
      await(seat, own);
      return;
    }
    try {
      meeting.of(seat.party, other.party);
    } finally {
      other.over.complete(this);
    }
  }

  /** One who waits on the other side; if there is none, this one waits from now on. */
  private @Nullable Seat otherOrWait(Seat seat, Deque<Seat> own, Deque<Seat> others) {
    lock.lock();
    try {
      Seat best = null;
      for (Seat other : others) {
        if (other.party.isLost(patience.silence())) {
          continue; // about to be forgotten
        }
        if (!other.party.hasFinished()) {
          best = other;
          break;
        }
        best = best == null ? other : best;
      }
      if (best == null) {
        own.add(seat);
      } else {
        others.remove(best);
      }
      return best;
    } finally {
      lock.unlock();
    }
  }

  private void await(Seat seat, Deque<Seat> own) throws Exception {
    seat.party.whenEnded(() -> {
      if (seat.party.isLost(patience.silence())) {
        leave(seat, own);
      } else {
        CompletableFuture.delayedExecutor(patience.silence().toNanos(), TimeUnit.NANOSECONDS)
            .execute(() -> leave(seat, own));
      }
    });
    try {
      seat.over.get();
    } finally {
      leave(seat, own);
    }
  }

  /** It does not wait any longer, if it has not been paired. */
  private void leave(Seat seat, Deque<Seat> own) {
    lock.lock();
    try {
      if (own.remove(seat)) {
        seat.over.complete(this);
      }
    } finally {
      lock.unlock();
    }
  }
}
