package dev.leat.stream;

import dev.leat.stream.CursorDisconnected.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The cursors of a log, and the virtual thread that wakes them.
 *
 * <p>A cursor that has read everything parks. An append does not wake it but the waker, and that at
 * most once a round: it wakes every parked cursor that has something to read, and then pauses in
 * proportion to how many there were. So a few readers get each message at once, while a thousand
 * readers of a fast stream get a batch each round, and waking them never takes more than a bounded
 * share of the machine.
 *
 * <pre>
 *                  append, someone parked
 *        ┌────────┐ ─────────────────────► ┌───────┐ ──┐ all parked cursors woken,
 *        │  idle  │                        │ round │   │ pause, and messages came
 *        └────────┘ ◄───────────────────── └───────┘ ◄─┘ meanwhile
 *                   pause, and none came
 * </pre>
 */
final class Readers {
  /** The pause for each cursor woken: about what it costs to wake it and to write to its socket. */
  private static final long PAUSE_NANOS = 10_000;

  private final MessageLog log;
  private final LogOptions options;

  /** Guards the replacement of {@link #cursors} and the start of the waker. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Replaced as a whole. */
  private volatile Cursor[] cursors = {};

  private @Nullable Thread waker;
  private volatile boolean idle;
  private volatile boolean closed;

  private final AtomicInteger parked = new AtomicInteger();
  private final AtomicLong skipped = new AtomicLong();
  private final AtomicLong disconnected = new AtomicLong();

  Readers(MessageLog log, LogOptions options) {
    this.log = log;
    this.options = options;
  }

  void add(Cursor cursor) {
    lock.lock();
    try {
      Cursor[] more = Arrays.copyOf(cursors, cursors.length + 1);
      more[cursors.length] = cursor;
      cursors = more;
      if (waker == null) {
        waker = Thread.ofVirtual().name("leat-log-waker").start(this::run);
      }
    } finally {
      lock.unlock();
    }
    log.signalRoom();
  }

  void remove(Cursor cursor) {
    lock.lock();
    try {
      cursors = Arrays.stream(cursors).filter(c -> c != cursor).toArray(Cursor[]::new);
    } finally {
      lock.unlock();
    }
    log.signalRoom();
  }

  /** Called after an append, without the log's lock. */
  void appended() {
    if (idle && parked.get() > 0) {
      wakeWaker();
    }
  }

  private void wakeWaker() {
    idle = false;
    LockSupport.unpark(waker);
  }

  /**
   * Parks the calling thread, the cursor's own, until there is something behind this position, or
   * the cursor or the log has ended.
   */
  void park(Cursor cursor, long position) {
    parked.incrementAndGet();
    try {
      cursor.waiter(Thread.currentThread());
      if (log.endPosition() == position && !log.finished() && !cursor.ended()) {
        LockSupport.park(cursor);
      }
    } finally {
      cursor.waiter(null);
      parked.decrementAndGet();
    }
  }

  void wakeAll() {
    for (Cursor cursor : cursors) {
      cursor.wake();
    }
    wakeWaker();
  }

  private void run() {
    var stalls = options.slowTimeout() == null ? null : new StallWatch(options.slowTimeout());
    while (!closed) {
      long seen = log.endPosition();
      int woken = wakeThoseBehind(seen);
      if (stalls != null) {
        stalls.check(cursors, seen);
      }
      LockSupport.parkNanos(woken * PAUSE_NANOS);
      idle = true;
      if (parked.get() > 0 && log.endPosition() != seen) {
        idle = false;
      } else if (stalls == null || cursors.length == 0) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, stalls.period());
      }
      idle = false;
    }
  }

  private int wakeThoseBehind(long end) {
    int woken = 0;
    if (parked.get() > 0) {
      for (Cursor cursor : cursors) {
        if (cursor.position() < end && cursor.wake()) {
          woken++;
        }
      }
    }
    return woken;
  }

  /**
   * Whether a cursor that appends wait for still needs the segment; if there is no cursor at all,
   * whether the log waits for one.
   */
  boolean need(Segment segment) {
    Cursor[] all = cursors;
    if (all.length == 0) {
      return options.slow() == Slow.WAIT;
    }
    long end = segment.endPosition();
    for (Cursor cursor : all) {
      if (cursor.slow() == Slow.WAIT && !cursor.ended() && cursor.position() < end) {
        return true;
      }
    }
    return false;
  }

  /**
   * Called once retention has dropped a segment: disconnects those that were still to read it and
   * are not to skip.
   */
  void overtaken(Segment segment) {
    for (Cursor cursor : cursors) {
      if (cursor.slow() == Slow.DISCONNECT && cursor.position() < segment.endPosition()) {
        cursor.disconnect(Reason.OVERTAKEN);
      }
    }
  }

  /** Disconnects the cursors that hold the oldest memory. */
  void disconnectOldest() {
    Cursor[] all = cursors;
    long oldest = Long.MAX_VALUE;
    for (Cursor cursor : all) {
      oldest = Math.min(oldest, cursor.segmentNumber());
    }
    for (Cursor cursor : all) {
      if (cursor.segmentNumber() == oldest) {
        cursor.disconnect(Reason.MEMORY);
      }
    }
  }

  void close() {
    closed = true;
    for (Cursor cursor : cursors) {
      cursor.disconnect(Reason.CLOSED);
    }
    LockSupport.unpark(waker);
  }

  void countSkipped(long messages) {
    skipped.addAndGet(messages);
  }

  void countDisconnected() {
    disconnected.incrementAndGet();
  }

  int count() {
    return cursors.length;
  }

  long skipped() {
    return skipped.get();
  }

  long disconnected() {
    return disconnected.get();
  }

  /** Finds cursors that have something to read and do not move. Used by the waker alone. */
  private static final class StallWatch {
    private final long timeout;

    StallWatch(Duration timeout) {
      this.timeout = timeout.toNanos();
    }

    /** How often to look, so that a stall is noticed an eighth late at most. */
    long period() {
      return Math.max(timeout / 8, 1_000_000);
    }

    void check(Cursor[] cursors, long end) {
      long now = System.nanoTime();
      for (Cursor cursor : cursors) {
        if (cursor.stalledFor(end, now) > timeout) {
          cursor.disconnect(Reason.STALLED);
        }
      }
    }
  }
}
