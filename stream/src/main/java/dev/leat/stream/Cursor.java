package dev.leat.stream;

import dev.leat.framing.Framing;
import dev.leat.stream.CursorDisconnected.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A reader's place in a stream.
 *
 * <p>It is read in one of two ways: {@link #writeTo} writes the bytes as they lie in the log to a
 * channel, many messages a call; {@link #next()} gives one message at a time. Both wait where there
 * is nothing yet, without spinning. One thread reads; {@link #counts()}, {@link #close()} and
 * {@link #whenDisconnected} may be called by any.
 *
 * <p>While it is open, the segment that it is in stays in memory. Close it.
 */
public final class Cursor implements AutoCloseable {
  /**
   * The most that one write carries. How much a system call carries decides how fast a fan-out is;
   * beyond this nothing is gained.
   */
  static final int LARGEST_WRITE = 256 << 10;

  private final LogCore log;
  private final Readers readers;
  private final Slow slow;
  private final Footing footing;
  private final long startPosition;

  /** Whose the pin of {@link #footing} is. */
  private final Occupancy occupancy = new Occupancy();

  private final AtomicReference<@Nullable Reason> ended = new AtomicReference<>();
  private final Farewell farewell = new Farewell("leat-cursor-disconnected");

  /**
   * Everything there is for it has been read: the stream has been finished, or the limit reached.
   */
  private volatile boolean complete;

  private volatile @Nullable Thread waiter;

  /** Whoever read it last. */
  private volatile @Nullable Thread reader;

  // The reader's own; others look at the volatile ones.

  private volatile long skipped;
  private volatile long skippedBytes;

  /** Where an overtaken cursor will have finished its message. */
  private @Nullable Place finish;

  private final CursorEnd ending = new CursorEnd();
  private final MessageReader messages;
  private final Stall stall = new Stall();

  /** Its place among the log's cursors, which is theirs to know. */
  private int slot;

  Cursor(LogCore log, Readers readers, Slow slow, Place place) {
    this.log = log;
    this.readers = readers;
    this.slow = slow;
    this.footing = new Footing(log, place);
    this.startPosition = footing.position();
    this.messages = new MessageReader(log.framing(), footing, place.offset());
  }

  /** The framing of the stream, in which {@link #writeTo} writes. */
  public Framing framing() {
    return log.framing();
  }

  /**
   * Ends the cursor after so many messages. To be called before it is read.
   *
   * @throws IllegalArgumentException if the number is negative
   * @throws IllegalStateException if it is being read
   */
  public Cursor limit(long messages) {
    if (occupancy.begin()) {
      try {
        ending.limit(log.framing(), messages, footing);
      } finally {
        done();
      }
    } else if (!over()) {
      throw new IllegalStateException("a cursor's limit is set before the cursor is read");
    }
    return this;
  }

  /**
   * Lets the cursor end behind the newest message that is there now; what is appended from now on
   * is not for it. Any thread may say so, and the first time counts. Where the newest messages are
   * damaged nobody knows which is the last: the cursor ends with {@link StoreDamaged} then, behind
   * those before them.
   */
  public void endHere() {
    if (log.damage() == null && ending.set(log.end()) && ending.isAtPlace(footing.position())) {
      complete();
    }
  }

  /**
   * Adds what is run, on a virtual thread of its own and once, when the cursor is disconnected, or
   * now if it has been: what it takes to end a write that is stuck. A cursor whose writes can block
   * needs it, because a log that has run out of memory waits until the cursors that it has
   * disconnected let go. It is not run when the cursor is closed by its own {@link #close()}.
   */
  public void whenDisconnected(Runnable action) {
    farewell.add(action);
  }

  /**
   * Waits until there is something to read and writes it to the channel, with one call of its
   * {@code write}: at most 256 KiB, as they lie in the log, not necessarily whole messages. The
   * buffer is lent: the channel must not keep it beyond its {@code write}.
   *
   * @return how many bytes the channel took; -1 at the end of a finished stream, or at the limit
   * @throws CursorDisconnected if the cursor has been disconnected
   * @throws LogClosed if the stream has stopped here ({@link MessageLog#failure})
   * @throws StoreDamaged if what comes next is damaged
   * @throws InterruptedIOException if the thread was interrupted while it waited; its interrupt
   *     status is kept
   * @throws IOException as the channel's {@code write}
   */
  public int writeTo(WritableByteChannel channel) throws IOException {
    if (!begin()) {
      return -1;
    }
    try {
      int end = readable();
      if (end < 0) {
        return -1;
      }
      int most = Math.min(end, footing.place() + LARGEST_WRITE);
      int written = channel.write(footing.upTo(most));
      footing.moveTo(footing.position() + written);
      completeAtEnd();
      readers.assist();
      return written;
    } catch (IOException e) {
      throw disconnectedOr(e);
    } catch (InternalError e) { // as below, where the channel copies
      throw log.unreadable(footing.segment(), footing.place(), footing.offset(), e);
    } finally {
      done();
    }
  }

  /**
   * Waits for the next message; null at the end of a finished stream, or at the limit.
   *
   * @throws CursorDisconnected if the cursor has been disconnected
   * @throws LogClosed if the stream has stopped here ({@link MessageLog#failure})
   * @throws StoreDamaged if what comes next is damaged
   * @throws InterruptedIOException if the thread was interrupted while it waited; its interrupt
   *     status is kept
   * @throws IllegalStateException if {@link #writeTo} has left the cursor inside a message
   */
  public @Nullable Entry next() throws IOException {
    if (!begin()) {
      return null;
    }
    try {
      int end = readable();
      if (end < 0) {
        return null;
      }
      Entry entry = messages.read(end);
      completeAtEnd();
      return entry;
    } catch (InternalError e) {
      // That is what comes of a page of a mapped file which the disk no longer gives.
      throw log.unreadable(footing.segment(), footing.place(), messages.offset(), e);
    } finally {
      done();
    }
  }

  // Moving

  /**
   * Waits until there is something to read; answers where it ends in the segment, or -1 at the end.
   */
  private int readable() throws IOException {
    for (; ; ) {
      checkConnected();
      if (footing.moveOver()) {
        ending.moveOver(footing.segment());
      }
      Segment here = footing.segment();
      int place = footing.place();
      int allowed = ending.allowedIn(here, place);
      if (ending.isReached(footing)) {
        complete();
        return -1;
      }
      if (finish == null && here.dropped()) {
        finish = Place.boundary(log.framing(), here, place);
      }
      if (finish != null && finish.position() == place) {
        jump(finish);
        finish = null;
        continue;
      }
      int readable = Math.min(allowed, finish != null ? finish.position() : here.end());
      // It may just have been told to end where it stands: then there is nothing for it any more.
      readable = ending.upToPlace(here, readable);
      if (place < readable) {
        return readable;
      }
      Segment next = here.next();
      if (next != null) {
        // Its end was final before it had a successor, so it must be read again.
        if (place == here.end()) {
          goOnIn(next);
        }
      } else if (log.complete() && place == here.end() && here.next() == null) {
        if (log.closed()) {
          throw disconnected(Reason.CLOSED);
        }
        log.checkWhole();
        complete();
        return -1;
      } else {
        await();
      }
    }
  }

  private void await() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while waiting for messages");
    }
    readers.park(this, footing.position());
  }

  private void goOnIn(Segment next) throws IOException {
    if (next.pin()) {
      footing.enter(next);
      log.expect(next.next());
    } else if (next.cold()) {
      log.load(next, this);
    }
    // Else it has been dropped already, and so has this one: the next look finds out.
  }

  /** Leaves a segment that has been dropped for the oldest that is kept. */
  private void jump(Place from) throws IOException {
    Segment oldest = oldest();
    LogEnd next = ending.orBefore(new LogEnd(oldest.baseOffset(), oldest.basePosition()));
    long lost = next.offset() - from.offset();
    if (lost > 0 && slow == Slow.DISCONNECT) {
      oldest.unpin();
      throw disconnected(Reason.OVERTAKEN);
    }
    long missed = skippedBytes + next.position() - footing.position();
    skippedBytes = missed;
    ending.jump(from, oldest);
    footing.enter(oldest);
    long total = skipped + lost;
    skipped = total;
    readers.countSkipped(lost);
  }

  /** Pins the oldest segment kept. */
  private Segment oldest() throws IOException {
    for (; ; ) {
      Segment oldest = log.pinOldest();
      if (oldest == null) {
        throw disconnected(Reason.CLOSED);
      }
      if (!oldest.cold()) {
        return oldest;
      }
      log.load(oldest, this);
      checkConnected();
    }
  }

  /** Disconnects itself; the reason told is that of whoever was first. */
  private CursorDisconnected disconnected(Reason reason) {
    disconnect(reason);
    Reason first = ended.get();
    return new CursorDisconnected(first == null ? reason : first);
  }

  // Waiting: called by the log.

  void waiter(@Nullable Thread thread) {
    waiter = thread;
  }

  /** Wakes the reader if it is parked. */
  boolean wake() {
    Thread parked = waiter;
    if (parked == null) {
      return false;
    }
    LockSupport.unpark(parked);
    return true;
  }

  /** What the waker has seen of its standing still; the waker's own. */
  Stall stall() {
    return stall;
  }

  /** Whether its reader waits for nothing but its turn of the processor. */
  boolean isAboutToMove() {
    Thread thread = reader;
    return thread != null
        && !thread.equals(Thread.currentThread())
        && thread.getState() == Thread.State.RUNNABLE;
  }

  long position() {
    return footing.position();
  }

  Segment segment() {
    return footing.segment();
  }

  Slow slow() {
    return slow;
  }

  int slot() {
    return slot;
  }

  void slot(int place) {
    slot = place;
  }

  // Its end

  /** Whether it reads no more. */
  boolean over() {
    return complete || ended.get() != null;
  }

  /** Nothing is left to read: its reader needs neither the place nor the memory. */
  private void complete() {
    complete = true;
    end();
  }

  private void completeAtEnd() {
    if (ending.isReached(footing)) {
      complete();
    }
  }

  private void checkConnected() throws CursorDisconnected {
    Reason reason = ended.get();
    if (reason != null) {
      throw new CursorDisconnected(reason);
    }
  }

  private IOException disconnectedOr(IOException e) {
    Reason reason = ended.get();
    if (reason == null || e instanceof CursorDisconnected) {
      return e;
    }
    var disconnected = new CursorDisconnected(reason);
    disconnected.addSuppressed(e);
    return disconnected;
  }

  void disconnect(Reason reason) {
    if (!complete && ended.compareAndSet(null, reason)) {
      if (reason != Reason.CLOSED) {
        readers.countDisconnected();
      }
      end();
      farewell.run();
    }
  }

  /**
   * Gives up the place, and lets go of the memory as soon as a read under way is over. Does nothing
   * if it is closed already.
   */
  @Override
  public void close() {
    if (ended.compareAndSet(null, Reason.CLOSED)) {
      end();
    }
  }

  private void end() {
    wake();
    if (occupancy.end()) {
      release();
    }
    log.changed();
  }

  /** Whether there is something to read for the one who calls; false at the end. */
  private boolean begin() throws CursorDisconnected {
    if (occupancy.begin()) {
      Thread current = Thread.currentThread();
      if (!current.equals(reader)) {
        reader = current;
      }
      return true;
    }
    checkConnected();
    if (complete) {
      return false;
    }
    throw new IllegalStateException("a cursor is read by one thread at a time");
  }

  private void done() {
    if (occupancy.done()) {
      release();
    }
  }

  private void release() {
    readers.remove(this);
    footing.leave();
  }

  // Counts

  /** Where the cursor stands, or stood when it ended. */
  public CursorCounts counts() {
    LogEnd place = ending.place();
    LogEnd until = place == null ? log.end() : place;
    long missed = skippedBytes;
    long here = Math.min(footing.position(), until.position());
    long offset = Math.min(footing.offset(), until.offset());
    return new CursorCounts(
        offset,
        until.offset() - offset,
        until.position() - here,
        Math.max(0, here - startPosition - missed),
        skipped);
  }
}
