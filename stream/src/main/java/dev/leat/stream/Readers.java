package dev.leat.stream;

import dev.leat.stream.CursorDisconnected.Reason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cursors of a log, and the virtual thread that wakes them.
 *
 * <p>A cursor that has read everything parks. An append does not wake it but the waker, and that at
 * most once a round: it wakes every parked cursor that has something to read, and then pauses in
 * proportion to how many there were and to how long it took to find them. So a few readers get each
 * message at once, while a thousand readers of a fast stream get a batch each round, and waking
 * them never takes more than a bounded share of the machine.
 *
 * <pre>
 *                  append, someone parked
 *        ┌────────┐ ─────────────────────► ┌───────┐ ──┐ all parked cursors woken,
 *        │  rest  │                        │ round │   │ pause, and messages came
 *        └────────┘ ◄───────────────────── └───────┘ ◄─┘ meanwhile
 *                   pause, and none came
 * </pre>
 */
final class Readers {
  /** The pause for each cursor woken: about what it costs to wake it and to write to its socket. */
  private static final long PAUSE_NANOS = 10_000;

  /** The pause after looking through the cursors, in times of what that took. */
  private static final int PAUSE_SHARE = 4;

  /**
   * How long the waker rests where nobody calls it. Not for good, because a JDK 25 older than
   * 25.0.3 may never again run a virtual thread that parks for good just after it has parked for a
   * time (JDK-8369227).
   */
  private static final long LONGEST_REST_NANOS = 60_000_000_000L;

  /** How late the waker may be before readers do its work. */
  private static final long PATIENCE_NANOS = 5_000_000;

  private final LogCore log;
  private final LogOptions options;
  private final CursorSet cursors = new CursorSet();
  private final Bell bell = new Bell();

  /** Started with the first cursor, under the log's lock; seen by whoever has seen a cursor. */
  private volatile @Nullable Thread waker;

  private volatile boolean closed;

  /** When readers are to wake others themselves, unless the waker has done it before. */
  private final AtomicLong overdue = new AtomicLong(System.nanoTime());

  private final AtomicLong skipped = new AtomicLong();
  private final AtomicLong disconnected = new AtomicLong();

  Readers(LogCore log, LogOptions options) {
    this.log = log;
    this.options = options;
  }

  /** Called under the log's lock. */
  void add(Cursor cursor) {
    cursors.add(cursor);
    if (waker == null) {
      Thread thread =
          Thread.ofVirtual()
              .name("leat-log-waker")
              .inheritInheritableThreadLocals(false)
              .unstarted(this::run);
      waker = thread;
      thread.start();
    } else if (cursors.size() == 1) {
      wakeWaker(); // which sleeps for long while there is nobody whose stall it must watch
    }
  }

  void remove(Cursor cursor) {
    cursors.remove(cursor);
  }

  /** Called after an append. */
  void appended() {
    if (bell.ring()) {
      wakeWaker();
    }
  }

  private void wakeWaker() {
    LockSupport.unpark(waker);
  }

  /**
   * Parks the calling thread, the cursor's own, until there is something behind this position, or
   * the cursor or the log has ended. May return early.
   */
  void park(Cursor cursor, long position) {
    bell.enter();
    try {
      cursor.waiter(Thread.currentThread());
      if (log.endPosition() == position && !log.complete() && !cursor.over()) {
        LockSupport.park(cursor);
      }
    } finally {
      cursor.waiter(null);
      bell.leave();
    }
  }

  /**
   * Called by a reader that goes on reading. The waker is one virtual thread among many, and where
   * all the others always have something to do, the scheduler may not come to it for long.
   */
  void assist() {
    if (bell.anyoneParked()) {
      long now = System.nanoTime();
      long due = overdue.get();
      if (now - due > 0 && overdue.compareAndSet(due, now + PATIENCE_NANOS)) {
        wakeThoseBehind(log.endPosition());
      }
    }
  }

  void wakeAll() {
    wakeThoseBehind(Long.MAX_VALUE);
  }

  private void run() {
    Duration timeout = options.slowTimeout();
    var stalls = timeout == null ? null : new StallWatch(timeout);
    while (!closed) {
      long seen = log.endPosition();
      long started = System.nanoTime();
      int woken = wakeThoseBehind(seen);
      if (stalls != null) {
        stalls.check(seen, started);
      }
      long took = System.nanoTime() - started;
      long pause = woken == 0 ? 0 : Math.max(woken * PAUSE_NANOS, took * PAUSE_SHARE);
      overdue.set(started + took + pause + PATIENCE_NANOS);
      if (pause > 0) {
        LockSupport.parkNanos(pause);
      }
      bell.rest();
      if (log.endPosition() == seen || !bell.anyoneParked()) {
        LockSupport.parkNanos(
            this, stalls == null || cursors.size() == 0 ? LONGEST_REST_NANOS : stalls.period());
      }
      bell.rise();
    }
  }

  private int wakeThoseBehind(long end) {
    int woken = 0;
    if (bell.anyoneParked()) {
      var slots = cursors.slots();
      for (int i = 0; i < slots.length(); i++) {
        Cursor cursor = slots.get(i);
        if (cursor != null && cursor.position() < end && cursor.wake()) {
          woken++;
        }
      }
    }
    return woken;
  }

  /**
   * Whether a cursor that appends wait for still needs the segment; if there is no cursor at all,
   * whether the log waits for one. Called under the log's lock.
   */
  boolean need(Segment segment) {
    long end = segment.endPosition();
    boolean nobody = true;
    var slots = cursors.slots();
    for (int i = 0; i < slots.length(); i++) {
      Cursor cursor = slots.get(i);
      if (cursor != null && !cursor.over()) {
        nobody = false;
        if (cursor.slow() == Slow.WAIT && cursor.position() < end) {
          return true;
        }
      }
    }
    return nobody && options.slow() == Slow.WAIT;
  }

  /**
   * Called once retention has dropped a segment: disconnects those that were still to read it and
   * are not to skip.
   */
  void overtaken(Segment segment) {
    long end = segment.endPosition();
    disconnect(
        cursor -> cursor.slow() == Slow.DISCONNECT && cursor.position() < end && !cursor.over(),
        Reason.OVERTAKEN);
  }

  /**
   * Disconnects such cursors in a dropped segment whose memory is needed. A cursor that appends
   * wait for is let be: it has read the segment to its end, and will leave it.
   *
   * @return whether the segment is left soon: there is none in it that is let be
   */
  boolean leave(Segment segment, Predicate<Cursor> which) {
    Predicate<Cursor> inside = cursor -> cursor.segment() == segment && !cursor.over();
    disconnect(
        inside.and(cursor -> cursor.slow() != Slow.WAIT && which.test(cursor)), Reason.MEMORY);
    return !any(inside.and(cursor -> cursor.slow() == Slow.WAIT));
  }

  void close() {
    closed = true;
    disconnect(cursor -> true, Reason.CLOSED);
    wakeWaker();
  }

  private boolean any(Predicate<Cursor> which) {
    var slots = cursors.slots();
    for (int i = 0; i < slots.length(); i++) {
      Cursor cursor = slots.get(i);
      if (cursor != null && which.test(cursor)) {
        return true;
      }
    }
    return false;
  }

  private void disconnect(Predicate<Cursor> which, Reason reason) {
    var slots = cursors.slots();
    for (int i = 0; i < slots.length(); i++) {
      Cursor cursor = slots.get(i);
      if (cursor != null && which.test(cursor)) {
        cursor.disconnect(reason);
      }
    }
  }

  void countSkipped(long messages) {
    skipped.addAndGet(messages);
  }

  void countDisconnected() {
    disconnected.incrementAndGet();
  }

  int count() {
    return cursors.size();
  }

  long skipped() {
    return skipped.get();
  }

  long disconnected() {
    return disconnected.get();
  }

  /** Finds cursors that have something to read and do not move. Used by the waker alone. */
  private final class StallWatch {
    private final long timeout;
    private long checked;

    StallWatch(Duration timeout) {
      this.timeout = TimeUnit.NANOSECONDS.convert(timeout);
      this.checked = System.nanoTime() - period();
    }

    /** How often to look, so that a stall is noticed a quarter late at most. */
    long period() {
      return Math.max(timeout / 8, 1_000_000);
    }

    void check(long end, long now) {
      if (now - checked >= period()) {
        // The process itself may have stood still, which is nobody's fault.
        long elapsed = Math.min(now - checked, 2 * period());
        checked = now;
        disconnect(
            cursor -> cursor.stall().look(cursor.position(), end, elapsed) > timeout,
            Reason.STALLED);
      }
    }
  }
}
