package dev.leat.cli.relay;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Where clients of two sides meet: each is paired with one of the other side, in the order they
 * come, and waits until there is one. Nothing is read from one that waits.
 */
public final class Rendezvous {
  private record Waiting(Party party, CompletableFuture<Object> end) {}

  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final boolean bothWays;
  private final Traffic traffic;

  public Rendezvous(boolean bothWays, Traffic traffic) {
    this.bothWays = bothWays;
    this.traffic = traffic;
  }

  /** A client of the first side: returns when it has been paired and the pair has ended. */
  public void first(Party client) throws Exception {
    var waiting = new Waiting(client, new CompletableFuture<>());
    queue.put(waiting);
    try {
      waiting.end.get();
    } finally {
      queue.remove(waiting);
    }
  }

  /** A client of the second side: waits for one of the first, and carries between them. */
  public void second(Party client) throws Exception {
    Waiting other = queue.take();
    try {
      new Pair(other.party, client, bothWays).carry(traffic);
    } finally {
      other.end.complete(this);
    }
  }
}
