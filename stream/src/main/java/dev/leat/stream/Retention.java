package dev.leat.stream;

import java.io.InterruptedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds room for what is appended: goes on to a new segment, drops the oldest ones, and waits for
 * readers where the log has promised to. Guarded by the log's lock, which it lets go of while it
 * waits.
 *
 * <pre>
 *   room in the active segment? ── yes ──► append
 *     │ no
 *   would a new one exceed the retention? ── yes ──► a cursor waits for the oldest? ── yes ──► wait
 *     │ no                                             │ no: drop it
 *   is something staged that the store does not have yet? ── yes ──► wait
 *     │ no
 *   would it, with what cursors still hold, exceed twice the retention?
 *     │ no: a new segment                              │ yes: those that are stuck are disconnected;
 *     ▼                                                ▼ wait until there is memory
 * </pre>
 */
final class Retention {
  /**
   * How long an append that lacks memory waits for cursors that are not stuck, but only some of
   * many that are to have the processor.
   */
  private static final long PATIENCE_NANOS = 250_000_000;

  private static final long STEP_NANOS = 5_000_000;

  private final LogCore log;
  private final LogOptions options;
  private final Segments segments;
  private final Readers readers;
  private final ReentrantLock lock;

  /**
   * Appends that wait until a cursor has moved on or ended, or memory has been freed. Whoever does
   * that wakes them without the lock, which readers must not come by.
   */
  private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

  /**
   * The position that a waiting append wants its cursors to reach; the largest value if none waits.
   * It is stored before cursors are looked at, and they look at it after they have moved, so that
   * one of the two sees the other.
   */
  private volatile long wantedPosition = Long.MAX_VALUE;

  /**
   * @param lock the log's
   */
  Retention(
      LogCore log, LogOptions options, Segments segments, Readers readers, ReentrantLock lock) {
    this.log = log;
    this.options = options;
    this.segments = segments;
    this.readers = readers;
    this.lock = lock;
  }

  /**
   * The active segment, which has room for such a frame.
   *
   * @param origin whether it has one that the index must tell
   */
  Segment segmentFor(int frame, boolean origin) throws LogClosed, InterruptedIOException {
    log.checkOpen();
    dropAged();
    while (!segments.hasRoom(frame, origin)) {
      if (segments.full(frame)) {
        dropOldestOrWait();
      } else if (!log.settled()) {
        awaitSettled();
      } else if (segments.heldUp(frame)) {
        awaitMemory(frame, origin);
      } else {
        segments.roll(frame);
        signal();
      }
      log.checkOpen();
    }
    return segments.active();
  }

  private void dropOldestOrWait() throws InterruptedIOException {
    Segment oldest = segments.oldest();
    if (readers.need(oldest)) {
      awaitReaders(oldest);
    } else {
      drop(oldest);
    }
  }

  /** Drops what is older than the maximum age, unless a cursor waits for it. */
  void dropAged() {
    if (options.maxAge() == null) {
      return;
    }
    long limit = log.now() - TimeUnit.MILLISECONDS.convert(options.maxAge());
    Segment oldest = segments.oldest();
    while (aged(oldest, limit) && !readers.need(oldest)) {
      if (oldest == segments.active() && !(log.settled() && segments.rollAged())) {
        return;
      }
      drop(oldest);
      oldest = segments.oldest();
    }
  }

  /** Drops all that is before this message, as somebody else has. */
  void dropBefore(long offset) {
    Segment oldest = segments.oldest();
    while (oldest != segments.active() && oldest.nextOffset() <= offset) {
      drop(oldest);
      oldest = segments.oldest();
    }
  }

  /** One without messages that was left for the next, which a large message needed, is old too. */
  private boolean aged(Segment oldest, long limit) {
    return oldest.messages() == 0 ? oldest != segments.active() : oldest.newestTime() < limit;
  }

  private void drop(Segment oldest) {
    segments.dropOldest();
    log.dropped(oldest);
    readers.overtaken(oldest);
    signal();
  }

  private void awaitReaders(Segment oldest) throws InterruptedIOException {
    waiting.add(Thread.currentThread());
    try {
      wantedPosition = oldest.endPosition();
      if (readers.need(oldest)) {
        await(Long.MAX_VALUE);
      }
    } finally {
      doneWaiting();
    }
  }

  /** A segment is full only once everything in it can be read. */
  void awaitSettled() {
    lock.unlock();
    try {
      log.settle();
    } finally {
      lock.lock();
    }
  }

  private void awaitMemory(int frame, boolean origin) throws InterruptedIOException {
    waiting.add(Thread.currentThread());
    try {
      long patience = PATIENCE_NANOS;
      while (lacksMemory(frame, origin)) {
        boolean patient = patience > 0;
        segments.letGo(
            frame,
            segment -> readers.leave(segment, cursor -> !(patient && cursor.isAboutToMove())));
        if (lacksMemory(frame, origin)) {
          patience -= await(patient ? STEP_NANOS : Long.MAX_VALUE);
        }
      }
    } finally {
      doneWaiting();
    }
  }

  private boolean lacksMemory(int frame, boolean origin) {
    return !log.finished() && !segments.hasRoom(frame, origin) && segments.heldUp(frame);
  }

  private void doneWaiting() {
    waiting.remove(Thread.currentThread());
    if (waiting.isEmpty()) {
      wantedPosition = Long.MAX_VALUE;
    }
  }

  /**
   * Waits for a change, without the lock and for so long at most; maybe for nothing. The loops are
   * its callers'.
   *
   * @return how long it was
   */
  private long await(long nanos) throws InterruptedIOException {
    long start = System.nanoTime();
    lock.unlock();
    try {
      // Whom it waits for may be asleep: the appender tells them only once it has let go.
      log.appended();
      LockSupport.parkNanos(this, nanos);
    } finally {
      lock.lock();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while waiting for the stream's readers");
    }
    return System.nanoTime() - start;
  }

  /** Called by a cursor that has moved: only one that was behind can have been waited for. */
  void moved(long from, long to) {
    long wanted = wantedPosition;
    if (to >= wanted && from < wanted) {
      signal();
    }
  }

  /** Has appends that wait look again. */
  void signal() {
    waiting.forEach(LockSupport::unpark);
  }
}
