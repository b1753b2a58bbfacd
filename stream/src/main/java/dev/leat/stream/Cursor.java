package dev.leat.stream;

import dev.leat.framing.Decoder;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.framing.Message;
import dev.leat.stream.CursorDisconnected.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
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

  private enum Use {
    NONE,
    READING,
    RELEASED
  }

  private final MessageLog log;
  private final Readers readers;
  private final Slow slow;
  private final long startPosition;

  /**
   * Whose the pin on {@link #segment} is: the reader's while it reads, else whoever's who releases
   * it, once.
   */
  private final AtomicReference<Use> use = new AtomicReference<>(Use.NONE);

  private final AtomicReference<@Nullable Reason> ended = new AtomicReference<>();
  private volatile Runnable whenDisconnected = () -> {};
  private volatile @Nullable Thread waiter;

  // The reader's own; others look at the volatile ones.

  private volatile Segment segment;
  private ByteBuffer view;

  /** The reader's place, in bytes from the start of the stream. */
  private volatile long position;

  private volatile long skipped;
  private volatile long skippedBytes;

  /** Where an overtaken cursor will have finished its message. */
  private @Nullable Place finish;

  private @Nullable MessageLimit limit;
  private @Nullable Decoder decoder;

  // The waker's own: where it last saw this cursor, and since when.

  private long seenPosition = -1;
  private long seenSince;

  Cursor(MessageLog log, Readers readers, Slow slow, Place place) {
    this.log = log;
    this.readers = readers;
    this.slow = slow;
    this.segment = place.segment();
    this.view = segment.view();
    this.position = segment.basePosition() + place.position();
    this.startPosition = position;
  }

  /** The framing of the stream, in which {@link #writeTo} writes. */
  public Framing framing() {
    return log.framing();
  }

  /** Ends the cursor after so many messages. To be called before it is read. */
  public Cursor limit(long messages) {
    limit = new MessageLimit(log.framing(), messages, segment, place());
    return this;
  }

  /**
   * Sets what is run, on a thread of its own, when the cursor is disconnected: what it takes to end
   * a write that is stuck.
   */
  public void whenDisconnected(Runnable action) {
    whenDisconnected = action;
    Reason reason = ended.get();
    if (reason != null) {
      action.run();
    }
  }

  /**
   * Waits until there is something to read and writes it to the channel, with one call of its
   * {@code write}: at most 256 KiB, as they lie in the log, not necessarily whole messages.
   *
   * @return how many bytes the channel took; -1 at the end of a finished stream, or at the limit
   * @throws CursorDisconnected if the cursor has been disconnected
   * @throws InterruptedIOException if the thread was interrupted while it waited; its interrupt
   *     status is kept
   * @throws IOException as the channel's {@code write}
   */
  public int writeTo(WritableByteChannel channel) throws IOException {
    begin();
    try {
      int end = readable();
      if (end < 0) {
        return -1;
      }
      int from = place();
      view.limit(Math.min(end, from + LARGEST_WRITE)).position(from);
      int written = channel.write(view);
      moveTo(position + written);
      return written;
    } catch (IOException e) {
      throw disconnectedOr(e);
    } finally {
      done();
    }
  }

  /**
   * Waits for the next message; null at the end of a finished stream, or at the limit.
   *
   * @throws CursorDisconnected if the cursor has been disconnected
   * @throws InterruptedIOException if the thread was interrupted while it waited; its interrupt
   *     status is kept
   * @throws IllegalStateException if {@link #writeTo} has left the cursor inside a message
   */
  public @Nullable Entry next() throws IOException {
    begin();
    try {
      int end = readable();
      if (end < 0) {
        return null;
      }
      Place here = Place.boundary(log.framing(), segment, place());
      if (here.position() != place()) {
        throw new IllegalStateException(
            "the cursor is inside a message: read it with writeTo or with next, not both");
      }
      view.limit(end).position(here.position());
      Message message = Message.copyOf(nextIn(view, here));
      moveTo(segment.basePosition() + view.position());
      return new Entry(here.offset(), message);
    } finally {
      done();
    }
  }

  private ByteBuffer nextIn(ByteBuffer bytes, Place here) throws FramingException {
    if (!log.framing().selfDelimiting()) {
      int end = Place.boundary(log.framing(), here.segment(), here.position() + 1).position();
      ByteBuffer message = bytes.slice(here.position(), end - here.position());
      bytes.position(end);
      return message;
    }
    if (decoder == null) {
      decoder = Walk.decoder(log.framing());
    }
    ByteBuffer message = decoder.decode(bytes);
    if (message == null) {
      throw new IllegalStateException("a segment ends inside a message");
    }
    return message;
  }

  // Moving

  /**
   * Waits until there is something to read; answers where it ends in the segment, or -1 at the end.
   */
  private int readable() throws IOException {
    for (; ; ) {
      checkConnected();
      Segment here = segment;
      int place = place();
      if (finish == null && here.dropped()) {
        finish = Place.boundary(log.framing(), here, place);
      }
      if (finish != null && finish.position() == place) {
        jump(finish);
        finish = null;
        continue;
      }
      int end = finish != null ? finish.position() : here.end();
      if (limit != null) {
        end = Math.min(end, limit.endIn(here, place));
        if (limit.reached(place)) {
          return -1;
        }
      }
      if (place < end) {
        return end;
      }
      Segment next = here.next();
      if (next != null) {
        // Its end was final before it had a successor, so it must be read again.
        if (place == here.end()) {
          goOnIn(next);
        }
      } else if (log.finished() && place == here.end() && here.next() == null) {
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
    readers.park(this, position);
  }

  private void goOnIn(Segment next) {
    if (next.pin()) {
      enter(next);
    }
    // Else it has been dropped already, and so has this one: the next look finds out.
  }

  /** Leaves a segment that has been dropped for the oldest that is kept. */
  private void jump(Place from) throws CursorDisconnected {
    Segment oldest = log.pinOldest();
    if (oldest == null) {
      disconnect(Reason.CLOSED);
      throw new CursorDisconnected(Reason.CLOSED);
    }
    long lost = oldest.baseOffset() - from.offset();
    long missed = skippedBytes + oldest.basePosition() - position;
    skippedBytes = missed;
    if (limit != null) {
      limit.jump(from, oldest);
    }
    enter(oldest);
    if (lost > 0 && slow == Slow.DISCONNECT) {
      disconnect(Reason.OVERTAKEN);
      throw new CursorDisconnected(Reason.OVERTAKEN);
    }
    long total = skipped + lost;
    skipped = total;
    readers.countSkipped(lost);
  }

  private void enter(Segment pinned) {
    Segment left = segment;
    segment = pinned;
    view = pinned.view();
    moveTo(pinned.basePosition());
    left.unpin();
  }

  private void moveTo(long target) {
    position = target;
    log.moved(target);
  }

  /** The reader's place in its segment. */
  private int place() {
    return (int) (position - segment.basePosition());
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

  /**
   * For how long it has had something to read and not moved, in nanoseconds. Called by the waker
   * alone.
   */
  long stalledFor(long end, long now) {
    long place = position;
    if (place != seenPosition || place >= end) {
      seenPosition = place;
      seenSince = now;
    }
    return now - seenSince;
  }

  long position() {
    return position;
  }

  long segmentNumber() {
    return segment.number();
  }

  Slow slow() {
    return slow;
  }

  // Its end

  boolean ended() {
    return ended.get() != null;
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
    if (end(reason)) {
      if (reason != Reason.CLOSED) {
        readers.countDisconnected();
      }
      Thread.ofVirtual().name("leat-cursor-disconnected").start(whenDisconnected);
    }
  }

  /**
   * Gives up the place, and lets go of the memory as soon as a read under way is over. Does nothing
   * if it is closed already.
   */
  @Override
  public void close() {
    end(Reason.CLOSED);
  }

  private boolean end(Reason reason) {
    if (!ended.compareAndSet(null, reason)) {
      return false;
    }
    wake();
    releaseUnlessReading();
    return true;
  }

  private void begin() throws CursorDisconnected {
    if (!use.compareAndSet(Use.NONE, Use.READING)) {
      checkConnected();
      throw new IllegalStateException("a cursor is read by one thread at a time");
    }
  }

  private void done() {
    use.set(Use.NONE);
    if (ended()) {
      releaseUnlessReading();
    }
  }

  private void releaseUnlessReading() {
    if (use.compareAndSet(Use.NONE, Use.RELEASED)) {
      segment.unpin();
      readers.remove(this);
    }
  }

  // Counts

  /**
   * Where the cursor stands. The offset is exact, unless retention is dropping the message at this
   * moment.
   */
  public CursorCounts counts() {
    Segment here = segment;
    long at = Math.clamp(position, here.basePosition(), here.endPosition());
    long offset = here.baseOffset() + numberAt(here, (int) (at - here.basePosition()));
    long missed = skippedBytes;
    return new CursorCounts(
        offset,
        Math.max(0, log.next() - offset),
        Math.max(0, log.endPosition() - at),
        Math.max(0, at - startPosition - missed),
        skipped);
  }

  private long numberAt(Segment here, int place) {
    if (here.pin()) {
      try {
        return Place.offsetAt(log.framing(), here, place) - here.baseOffset();
      } finally {
        here.unpin();
      }
    }
    int entry = here.index().atPosition(place);
    return entry < 0 ? 0 : here.index().number(entry);
  }
}
