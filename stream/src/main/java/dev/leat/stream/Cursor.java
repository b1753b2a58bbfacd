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

  /** A place between two messages: how many are before it, and how many bytes. */
  record End(long offset, long position) {}

  private final MessageLog log;
  private final Readers readers;
  private final Slow slow;
  private final long startPosition;

  /** Whose the pin on {@link #segment} is. */
  private final Occupancy occupancy = new Occupancy();

  private final AtomicReference<@Nullable Reason> ended = new AtomicReference<>();
  private final Farewell farewell = new Farewell();

  /**
   * Everything there is for it has been read: the stream has been finished, or the limit reached.
   */
  private volatile boolean complete;

  private volatile @Nullable Thread waiter;

  /** Whoever read it last. */
  private volatile @Nullable Thread reader;

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

  /** Behind which it reads nothing. Set once, by any thread. */
  private final AtomicReference<@Nullable End> last = new AtomicReference<>();

  private @Nullable Decoder decoder;

  /** A position at which a message is known to begin, and that message's offset. */
  private long knownPosition;

  private long knownOffset;

  /** Where it stood when it let go of its place; -1 before. */
  private volatile long lastOffset = -1;

  // The waker's own: where it last saw this cursor with something to read, and for how long; -1 if
  // there was nothing.

  private long seenPosition = -1;
  private long stalled;

  /** Its place among the log's cursors, which is theirs to know. */
  private int slot;

  Cursor(MessageLog log, Readers readers, Slow slow, Place place) {
    this.log = log;
    this.readers = readers;
    this.slow = slow;
    this.segment = place.segment();
    this.view = segment.view();
    this.position = segment.basePosition() + place.position();
    this.startPosition = position;
    this.knownPosition = position;
    this.knownOffset = place.offset();
  }

  /** The framing of the stream, in which {@link #writeTo} writes. */
  public Framing framing() {
    return log.framing();
  }

  /**
   * Ends the cursor after so many messages. To be called before it is read.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public Cursor limit(long messages) {
    if (occupancy.begin()) {
      try {
        limit = new MessageLimit(log.framing(), messages, segment, place());
      } finally {
        done();
      }
    }
    return this;
  }

  /**
   * Lets the cursor end behind the newest message that is there now; what is appended from now on
   * is not for it. Any thread may say so, and the first time counts.
   */
  public void endHere() {
    if (last.compareAndSet(null, log.end())) {
      wake();
    }
  }

  /** Whether all has been read up to this position that is for this cursor. */
  boolean endsAt(long position) {
    End end = last.get();
    return end != null && position >= end.position();
  }

  /**
   * Sets what is run, on a virtual thread of its own and once, when the cursor is disconnected, or
   * now if it has been: what it takes to end a write that is stuck. A cursor whose writes can block
   * needs it, because a log that has run out of memory waits until the cursors that it has
   * disconnected let go. It is not run when the cursor is closed by its own {@link #close()}.
   */
  public void whenDisconnected(Runnable action) {
    farewell.set(action);
  }

  /**
   * Waits until there is something to read and writes it to the channel, with one call of its
   * {@code write}: at most 256 KiB, as they lie in the log, not necessarily whole messages. The
   * buffer is lent: the channel must not keep it beyond its {@code write}.
   *
   * @return how many bytes the channel took; -1 at the end of a finished stream, or at the limit
   * @throws CursorDisconnected if the cursor has been disconnected
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
      int from = place();
      view.limit(Math.min(end, from + LARGEST_WRITE)).position(from);
      int written = channel.write(view);
      moveTo(position + written);
      completeAtEnd();
      readers.assist();
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
    if (!begin()) {
      return null;
    }
    try {
      int end = readable();
      if (end < 0) {
        return null;
      }
      Place here = messageHere();
      Message message = messageIn(end, here);
      knownPosition = segment.basePosition() + view.position();
      knownOffset = here.offset() + 1;
      moveTo(knownPosition);
      completeAtEnd();
      return new Entry(here.offset(), message);
    } finally {
      done();
    }
  }

  private Place messageHere() {
    int place = place();
    if (position == knownPosition) {
      return new Place(segment, place, knownOffset);
    }
    Place boundary = Place.boundary(log.framing(), segment, place);
    if (boundary.position() != place) {
      throw new IllegalStateException(
          "the cursor is inside a message: read it with writeTo or with next, not both");
    }
    return boundary;
  }

  /** Reads the message that begins here, and leaves the view behind its frame. */
  private Message messageIn(int end, Place here) throws FramingException {
    Framing framing = log.framing();
    view.limit(end).position(here.position());
    if (!framing.selfDelimiting()) {
      int next = Place.boundary(framing, here.segment(), here.position() + 1).position();
      Message whole = Message.copyOf(view.limit(next));
      view.position(next);
      return whole;
    }
    if (decoder == null) {
      decoder = Walk.decoder(framing);
    }
    // The frame first: what a decoder leaves behind a message may still be part of it.
    if (!decoder.skip(view)) {
      throw new IllegalStateException("a segment ends inside a message");
    }
    int next = view.position();
    Message message = Message.copyOf(decoded(decoder, view.limit(next).position(here.position())));
    view.position(next);
    return message;
  }

  private static ByteBuffer decoded(Decoder decoder, ByteBuffer frame) throws FramingException {
    ByteBuffer message = decoder.decode(frame);
    if (message == null) {
      throw new IllegalStateException("a frame in the stream is not complete");
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
      if (endsAt(position)) {
        complete();
        return -1;
      }
      Segment here = segment;
      int place = place();
      int allowed = limit == null ? Integer.MAX_VALUE : limit.endIn(here, place);
      if (limit != null && limit.reached(here, place)) {
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
      int end = Math.min(allowed, finish != null ? finish.position() : here.end());
      if (place < end) {
        return upToLast(here, end);
      }
      Segment next = here.next();
      if (next != null) {
        // Its end was final before it had a successor, so it must be read again.
        if (place == here.end()) {
          goOnIn(next);
        }
      } else if (log.finished() && place == here.end() && here.next() == null) {
        if (log.closed()) {
          throw disconnected(Reason.CLOSED);
        }
        complete();
        return -1;
      } else {
        await();
      }
    }
  }

  private int upToLast(Segment here, int end) {
    End until = last.get();
    return until == null ? end : (int) Math.min(end, until.position() - here.basePosition());
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
      throw disconnected(Reason.CLOSED);
    }
    var next = new End(oldest.baseOffset(), oldest.basePosition());
    End until = last.get();
    if (until != null && until.position() < next.position()) {
      next = until;
    }
    long lost = next.offset() - from.offset();
    if (lost > 0 && slow == Slow.DISCONNECT) {
      oldest.unpin();
      throw disconnected(Reason.OVERTAKEN);
    }
    long missed = skippedBytes + next.position() - position;
    skippedBytes = missed;
    if (limit != null) {
      limit.jump(from, oldest);
    }
    enter(oldest);
    long total = skipped + lost;
    skipped = total;
    readers.countSkipped(lost);
  }

  /** Disconnects itself; the reason told is that of whoever was first. */
  private CursorDisconnected disconnected(Reason reason) {
    disconnect(reason);
    Reason first = ended.get();
    return new CursorDisconnected(first == null ? reason : first);
  }

  private void enter(Segment pinned) {
    Segment left = segment;
    segment = pinned;
    view = pinned.view();
    moveTo(pinned.basePosition());
    left.unpin();
  }

  private void moveTo(long target) {
    long from = position;
    position = target;
    log.moved(from, target);
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
   * For how long it has been seen to have something to read and not to move, in nanoseconds. Called
   * by the waker alone.
   *
   * @param elapsed since the last call
   */
  long stalledFor(long end, long elapsed) {
    long place = position;
    if (place >= end) {
      seenPosition = -1;
    } else if (place != seenPosition) {
      seenPosition = place;
      stalled = 0;
    } else {
      stalled += elapsed;
    }
    return seenPosition < 0 ? 0 : stalled;
  }

  /** Whether its reader waits for nothing but its turn of the processor. */
  boolean isAboutToMove() {
    Thread thread = reader;
    return thread != null
        && !thread.equals(Thread.currentThread())
        && thread.getState() == Thread.State.RUNNABLE;
  }

  long position() {
    return position;
  }

  Segment segment() {
    return segment;
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
    if (endsAt(position) || (limit != null && limit.reached(segment, place()))) {
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
    try {
      lastOffset = Place.offsetAt(log.framing(), segment, place());
    } finally {
      readers.remove(this);
      segment.unpin();
    }
  }

  // Counts

  /** Where the cursor stands, or stood when it ended. */
  public CursorCounts counts() {
    End until = last.get();
    End end = until == null ? log.end() : until;
    long missed = skippedBytes;
    long here = Math.min(position, end.position());
    long offset = Math.min(offset(), end.offset());
    return new CursorCounts(
        offset,
        end.offset() - offset,
        end.position() - here,
        Math.max(0, here - startPosition - missed),
        skipped);
  }

  /** The message that it is in or will read next. */
  private long offset() {
    for (; ; ) {
      Segment here = segment;
      if (here.pinIfAlive()) {
        try {
          long at = Math.clamp(position, here.basePosition(), here.endPosition());
          return Place.offsetAt(log.framing(), here, (int) (at - here.basePosition()));
        } finally {
          here.unpin();
        }
      }
      if (lastOffset >= 0) {
        return lastOffset;
      }
      // Else it has just left the segment for another.
    }
  }
}
