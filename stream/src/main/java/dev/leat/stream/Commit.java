package dev.leat.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Appends that are written together, and whoever waits for that. Entries are added until the writer
 * takes it, and guarded by the lock with which it is handed over.
 */
final class Commit {
  private final List<IndexEntry> entries = new ArrayList<>();
  private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();
  private final ShortWait untilWritten;

  /** Null while there are no entries. */
  private @Nullable Segment segment;

  /** Entries of the segment's index in memory, when the last one here was added. */
  private int noted;

  private volatile @Nullable IOException failure;

  private volatile boolean done;

  /**
   * @param untilWritten how to wait for that
   */
  Commit(ShortWait untilWritten) {
    this.untilWritten = untilWritten;
  }

  void add(Segment into, IndexEntry entry) {
    segment = into;
    noted = into.index().noted();
    entries.add(entry);
  }

  /** In which all of them are. */
  Segment segment() {
    return Objects.requireNonNull(segment);
  }

  int noted() {
    return noted;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  List<IndexEntry> entries() {
    return entries;
  }

  /** They will not be written. Called under the log's lock, as what comes behind them fails too. */
  void fail(IOException why) {
    failure = why;
  }

  /** Called once: they have been written, or have failed. */
  void done() {
    done = true;
    waiting.forEach(LockSupport::unpark);
  }

  /** Why they have not been written; null if they have, or will be. */
  @Nullable IOException failure() {
    return failure;
  }

  /**
   * Waits until they have been written. What has been handed over cannot be taken back, so an
   * interrupt does not end the wait; it is kept for later.
   *
   * @return why they have not been written; null if they have
   */
  @Nullable IOException await() {
    if (untilWritten.await(() -> done)) {
      return failure;
    }
    long start = System.nanoTime();
    waiting.add(Thread.currentThread());
    boolean interrupted = false;
    while (!done) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    untilWritten.sleptSince(start);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failure;
  }
}
