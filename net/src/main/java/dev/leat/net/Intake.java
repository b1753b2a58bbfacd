package dev.leat.net;

import dev.leat.framing.Decoder;
import dev.leat.framing.FramingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: bytes from the wire into a buffer, messages out of it. Used
 * by the one thread that receives, which reads the wire itself: there is no thread between.
 *
 * <p>The buffer is small until more comes. A read that fills it gets the next larger one, up to 64
 * KiB lent by {@link Buffers}; beyond that it grows with the bytes that have come of one message,
 * never with a length that a header claims. When all is taken and the last read left room, the next
 * read, which may wait for ever, has a small one again.
 */
final class Intake {
  private static final int IDLE = 512;
  private static final int ACTIVE = 4 << 10;

  /** No limit of time. */
  static final long NEVER = Long.MAX_VALUE;

  /** In nanoseconds, about four milliseconds; a power of two. */
  private static final long YIELD_PERIOD = 1L << 22;

  private final Line line;
  private final Decoder decoder;
  private final long quietNanos;

  /**
   * Held by whoever reads the wire: the receiving thread, or the one that closes and discards what
   * still comes.
   */
  private final ReentrantLock reading = new ReentrantLock();

  /** What has come and is not yet taken, from position to limit. */
  private ByteBuffer input = ByteBuffer.allocate(IDLE).limit(0);

  /** The last read left no room. */
  private boolean filled;

  /** Something has come. Guarded by {@link #reading}. */
  private boolean heard;

  /** How many messages the decoder has dropped, when last asked. */
  private long dropped;

  /** There is no more to come than what is in the input. */
  private boolean exhausted;

  /** All that came has been handed out. */
  private boolean finished;

  /** What the input is for at a moment. Once it is ignored nobody can receive any more. */
  private enum Use {
    NONE,
    RECEIVE,
    IGNORE
  }

  private final AtomicReference<Use> use = new AtomicReference<>(Use.NONE);
  private volatile boolean closing;

  /** Whether there is to be a next message: a server that shuts down wants none. */
  private final Lull lull = new Lull();

  /** The wire has brought its end. Set by whoever holds {@link #reading}. */
  private volatile boolean peerFinished;

  /** Reads in place of the receiving thread, if that ever waited for a limited time. */
  private volatile @Nullable ReadAhead ahead;

  Intake(Line line) {
    this.line = line;
    this.decoder = line.options.framing().decoder(line.options.decoder());
    Duration quiet = line.options.quiet();
    this.quietNanos = quiet.isZero() ? NEVER : Durations.nanos(quiet);
  }

  /**
   * Waits for the next message, which is lent until the next call; null at the end.
   *
   * @param nanos how long at most, or {@link #NEVER} to give up
   * @throws ReceiveTimeout if the time is over
   */
  @Nullable ByteBuffer next(long nanos) throws IOException {
    beginReceiving();
    try {
      return await(nanos);
    } catch (ConnectionClosed | ConnectionBroken e) {
      if (lull.over()) {
        finished = true; // It was ended between two messages, so that nobody misses anything.
        return null;
      }
      throw e;
    } finally {
      line.waitEnds();
      use.set(Use.NONE);
    }
  }

  /** As {@link #arrived}, for one who may not be the one that receives. */
  @Nullable ByteBuffer poll() throws IOException {
    beginReceiving();
    try {
      return arrived();
    } finally {
      use.set(Use.NONE);
    }
  }

  private void beginReceiving() throws ConnectionException {
    if (!turn(Use.RECEIVE)) {
      line.ensureNotEnded();
      throw new IllegalStateException(
          "what the peer says is thrown away since it has been subscribed to a stream");
    }
  }

  /** False if the input is ignored already. */
  private boolean turn(Use wanted) {
    Use before = use.compareAndExchange(Use.NONE, wanted);
    if (before == Use.RECEIVE) {
      throw new IllegalStateException("messages are received by one thread at a time");
    }
    return before == Use.NONE;
  }

  private @Nullable ByteBuffer await(long nanos) throws IOException {
    if (closing) {
      throw closed();
    }
    if (nanos != NEVER || quietNanos != NEVER) {
      readAhead();
    }
    long start = nanos == NEVER ? 0 : System.nanoTime();
    for (; ; ) {
      ByteBuffer message = arrived();
      if (message != null || finished) {
        return message;
      }
      long left = nanos == NEVER ? NEVER : nanos - (System.nanoTime() - start);
      boolean quietFirst = quietNanos < left && decoder.begun(input);
      if (fill(quietFirst ? quietNanos : left)) {
        continue;
      }
      if (!quietFirst) {
        line.waitPauses();
        throw new ReceiveTimeout(line.wire.peer(), Duration.ofNanos(nanos));
      }
      message = takePartial();
      if (message != null) {
        return message;
      }
    }
  }

  private @Nullable ByteBuffer takePartial() {
    ByteBuffer message = decoder.takePartial(input);
    if (message != null) {
      line.tally.messageIn();
    }
    return message;
  }

  /** The next message that is already here, lent until the next call; null if there is none. */
  @Nullable ByteBuffer arrived() throws FramingException {
    if (finished) {
      return null;
    }
    ByteBuffer message = decoder.decode(input);
    if (message == null && exhausted) {
      message = decoder.finish(input);
      finished = message == null;
    }
    if (message != null) {
      line.tally.messageIn();
    } else {
      countDropped(decoder.dropped());
    }
    return message;
  }

  private void countDropped(long total) {
    if (total != dropped) {
      dropped = total;
      line.tally.dropped(total);
      line.messageEnds();
    }
  }

  /** From now on the wire is read by a thread of its own. */
  private void readAhead() {
    if (ahead == null) {
      ahead = new ReadAhead(line, this::read);
      ahead.start();
    }
  }

  /** Waits for bytes, or for the end; false if so many nanoseconds have gone by without any. */
  private boolean fill(long nanos) throws IOException {
    makeRoom();
    boolean begun = decoder.begun(input);
    if (!begun && !lull.begin()) {
      finished = true;
      return true;
    }
    line.waitBegins(begun);
    int from = input.position();
    int end = input.limit();
    input.position(end).limit(input.capacity());
    try {
      int count;
      if (ahead == null) {
        letOthersRun();
        count = read(input);
      } else {
        count = ahead.take(input, nanos);
      }
      exhausted = count < 0;
      finished = !begun && !lull.goOn(); // What has come is too late.
      return count != 0 || finished;
    } finally {
      filled = input.position() == input.capacity();
      input.limit(input.position()).position(from);
    }
  }

  /**
   * The client that was just answered will ask again, but not yet. Parking at once costs two system
   * calls and a wake-up; letting the other connections run first usually finds the next question
   * here on return. But while virtual threads yield to each other, the carrier looks for nothing
   * else, and a newcomer waits. So one half millisecond in four nobody yields: those who have
   * nothing to read park, and the carrier comes round to everybody. The clock says when, because it
   * helps only if all connections do it at the same time.
   */
  @SuppressWarnings("ThreadPriorityCheck") // A hint is what is wanted.
  private void letOthersRun() {
    if (line.answered) {
      line.answered = false;
      boolean timeToYield = (System.nanoTime() & YIELD_PERIOD - 1) < YIELD_PERIOD / 8 * 7;
      if (timeToYield && Thread.currentThread().isVirtual()) {
        Thread.yield();
      }
    }
  }

  /**
   * Reads the wire; while the connection is being closed, on behalf of the thread that closes it,
   * which waits for this one.
   */
  private int read(ByteBuffer target) throws IOException {
    reading.lock();
    try {
      line.ensureNotEnded();
      if (closing) {
        throw closed();
      }
      int room = target.limit();
      target.limit((int) Math.min(room, (long) target.position() + line.options.readSize()));
      int count;
      try {
        count = line.wire.read(target);
      } finally {
        target.limit(room);
      }
      if (closing) {
        peerFinished = count < 0;
        discard();
        throw closed();
      }
      if (count < 0) {
        peerFinished = true;
      } else {
        if (!heard) {
          heard = true;
          line.heardFirst(target.slice(target.position() - count, count));
        }
        line.tally.bytesIn(count);
        line.active();
      }
      return count;
    } catch (TlsFailed e) {
      throw line.failed(e);
    } catch (ConnectionException e) {
      throw e;
    } catch (IOException e) {
      throw line.failed(e);
    } finally {
      reading.unlock();
    }
  }

  /**
   * From now on a thread of its own reads what comes and throws it away, so that the peer is not
   * held up and its reset is noticed. More than once is as good as once.
   */
  void ignore() {
    if (!turn(Use.IGNORE)) {
      return;
    }
    Thread.ofVirtual()
        .name("leat-ignore-input")
        .start(() -> {
          try {
            ByteBuffer sink = ByteBuffer.allocate(IDLE);
            while (read(sink.clear()) >= 0) {}
          } catch (IOException e) {
            // The connection has ended, and whoever uses it is told why.
          }
        });
  }

  /**
   * No message is to begin any more: the end comes before the next one.
   *
   * @return whether the receiving thread waits for that, so that the caller is to close the
   *     connection; otherwise it is told when it comes to wait
   */
  boolean endBeforeNext() {
    return lull.end();
  }

  /** From now on nobody receives: what comes is thrown away. */
  void stop() {
    closing = true;
    if (ahead != null) {
      ahead.stop(closed());
    }
  }

  /**
   * Once stopped: reads what still comes until the peer finishes or the line's deadline ends it.
   * Unread input would make the system discard what was sent.
   */
  void drain() throws IOException {
    reading.lock();
    try {
      if (!peerFinished && !line.ended()) {
        discard();
      }
    } finally {
      reading.unlock();
    }
  }

  private ConnectionClosed closed() {
    return new ConnectionClosed(line.wire.peer(), "the connection is closed", null);
  }

  private void discard() throws IOException {
    ByteBuffer sink = ByteBuffer.allocate(ACTIVE);
    while (!peerFinished) {
      int count = line.wire.read(sink.clear());
      if (count < 0) {
        peerFinished = true;
      } else {
        line.tally.bytesIn(count);
      }
    }
  }

  boolean peerFinished() {
    return peerFinished;
  }

  int capacity() {
    return input.capacity();
  }

  private void makeRoom() {
    int kept = input.remaining();
    int capacity = input.capacity();
    if (filled && (capacity != Buffers.SIZE || kept > Buffers.SIZE / 2)) {
      replace(larger(capacity, kept));
    } else if (kept == 0 && capacity > ACTIVE && !filled) {
      replace(ByteBuffer.allocate(ACTIVE));
    } else if (input.position() > 0) {
      input.compact().flip();
    }
    filled = false;
  }

  private ByteBuffer larger(int capacity, int kept) {
    if (capacity < ACTIVE) {
      return ByteBuffer.allocate(ACTIVE);
    }
    if (kept <= Buffers.SIZE / 2) {
      return line.resources.buffers().take(Buffers.SIZE);
    }
    long most = (long) line.options.decoder().max() + Buffers.SIZE;
    long doubled = Math.min(2L * capacity, Math.max(most, (long) capacity + Buffers.SIZE));
    return ByteBuffer.allocate((int) Math.min(doubled, Integer.MAX_VALUE - 8));
  }

  private void replace(ByteBuffer replacement) {
    ByteBuffer old = input;
    input = replacement.put(old).flip();
    line.resources.buffers().give(old);
  }
}
