package dev.leat.stream;

import dev.leat.framing.Decoder;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.framing.Message;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream: messages in the order in which they were appended, each with its offset, kept as the
 * bytes that go on the wire for as long as retention allows.
 *
 * <p>Any thread may append. Readers open a {@link Cursor} each. An append costs one copy, whatever
 * the number of readers; it waits only where a cursor with {@link Slow#WAIT} still needs what
 * retention would drop (or, if that is the log's own policy, where nobody has subscribed yet).
 *
 * <p>The log is kept in memory outside the heap, in segments of a quarter of the retention and at
 * most 16 MiB; its first ones are smaller.
 */
public final class MessageLog implements AutoCloseable {
  private final Framing framing;
  private final LogOptions options;
  private final InstantSource clock;
  private final int maxMessage;
  private final Readers readers;

  /**
   * Guards appending, {@link #segments}, the registration of cursors, and the counts. Never held
   * while a socket is written.
   */
  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when a cursor has moved on or gone, and when memory has been freed. */
  private final Condition room = lock.newCondition();

  private final Segments segments;
  private int waiting;
  private long next;
  private long refused;
  private boolean closed;
  private volatile boolean finished;
  private volatile long endPosition;

  /**
   * The position that a waiting append wants its cursors to reach; the largest value if none waits.
   * It is stored before cursors are looked at, and they look at it after they have moved, so that
   * one of the two sees the other.
   */
  private volatile long wantedPosition = Long.MAX_VALUE;

  MessageLog(Framing framing, LogOptions options, InstantSource clock) {
    this.framing = framing;
    this.options = options;
    this.clock = clock;
    this.maxMessage = largestMessage(framing, options);
    this.segments = new Segments(options.retention(), !framing.selfDelimiting(), this::signalRoom);
    this.readers = new Readers(this, options);
  }

  /** A log in memory with the {@linkplain LogOptions#standard() standard options}. */
  public static MessageLog inMemory(Framing framing) {
    return inMemory(framing, LogOptions.standard());
  }

  /** A log in memory. */
  public static MessageLog inMemory(Framing framing, LogOptions options) {
    return new MessageLog(framing, options, InstantSource.system());
  }

  /** The largest message whose frame is sure to fit in a segment. */
  private static int largestMessage(Framing framing, LogOptions options) {
    int segment = Segments.largest(options.retention());
    int low = 0;
    int high = Math.min(segment, options.maxMessage());
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (framing.frameBound(middle) <= segment) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The framing of this stream, in which its bytes are kept. */
  public Framing framing() {
    return framing;
  }

  /** Appends a message of this text in UTF-8; otherwise as {@link #append(ByteBuffer)}. */
  public long append(String text) throws IOException {
    return append(Message.of(text));
  }

  /** Appends a message; otherwise as {@link #append(ByteBuffer)}. */
  public long append(Message message) throws IOException {
    return append(ByteBuffer.wrap(message.bytes()));
  }

  /**
   * Appends a message, which is consumed, and answers its offset.
   *
   * @throws FrameTooLong if it is longer than the log's options or a segment allow
   * @throws dev.leat.framing.UnencodableMessage if the log's framing cannot carry it
   * @throws LogClosed if the log has been finished or closed
   * @throws InterruptedIOException if the thread was interrupted while it waited for readers;
   *     nothing was appended
   */
  public long append(ByteBuffer message) throws IOException {
    long offset;
    lock.lock();
    try {
      int length = message.remaining();
      if (length > maxMessage) {
        throw new FrameTooLong(length, maxMessage);
      }
      Segment segment = segmentWithRoom((int) framing.frameBound(length));
      segment.append(framing, message, clock.millis());
      publish(segment);
      offset = next++;
    } catch (FramingException e) {
      refused++;
      throw e;
    } finally {
      lock.unlock();
    }
    readers.appended();
    return offset;
  }

  /**
   * Appends the complete frames at the start of the buffer as they are, and consumes them; an
   * incomplete one at the end stays in the buffer. For sources that have the stream's own framing:
   * no message is made, nothing is encoded again.
   *
   * @return how many messages were appended
   * @throws FramingException if the bytes are not frames of the stream's framing, or one is too
   *     long; those before it have been appended and consumed
   * @throws LogClosed if the log has been finished or closed
   * @throws InterruptedIOException if the thread was interrupted while it waited for readers; what
   *     was appended until then has been consumed
   */
  public int appendFrames(ByteBuffer frames) throws IOException {
    Decoder decoder = framing.decoder(DecoderOptions.standard().max(maxMessage));
    ByteBuffer ahead = frames.duplicate();
    long before;
    long after;
    lock.lock();
    try {
      before = next;
      boolean more = decoder.skip(ahead);
      while (more) {
        Segment segment = segmentWithRoom(ahead.position() - frames.position());
        more = appendRun(segment, frames, ahead, decoder);
      }
    } catch (FramingException e) {
      refused++;
      throw e;
    } finally {
      after = next;
      lock.unlock();
      readers.appended();
    }
    return (int) (after - before);
  }

  /**
   * Appends as many frames as the segment has room for, at least one.
   *
   * @param ahead stands behind the first of them, and at the end behind the first that is left
   * @return whether there is one left
   */
  private boolean appendRun(Segment segment, ByteBuffer frames, ByteBuffer ahead, Decoder decoder)
      throws FramingException {
    long time = clock.millis();
    int start = frames.position();
    int room = segment.room();
    int end = start;
    boolean more = true;
    try {
      while (more && ahead.position() - start <= room) {
        segment.note(end - start, time);
        next++;
        end = ahead.position();
        more = decoder.skip(ahead);
      }
    } finally {
      segment.append(frames.slice(start, end - start));
      publish(segment);
      frames.position(end);
    }
    return more;
  }

  private void publish(Segment segment) {
    segment.publish();
    endPosition = segment.endPosition();
  }

  /** Ends the stream: nothing more can be appended, and cursors end after the last message. */
  public void finish() {
    lock.lock();
    try {
      finished = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
    readers.wakeAll();
  }

  /** Whether the stream has been finished or closed. */
  public boolean finished() {
    return finished;
  }

  /**
   * Finishes the stream, disconnects its cursors, and frees its memory as soon as they have let go
   * of it.
   */
  @Override
  public void close() {
    finish();
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      segments.dropAll();
    } finally {
      lock.unlock();
    }
    readers.close();
  }

  /**
   * The active segment, after rolling to a new one and dropping old ones as needed. May wait, and
   * lets go of the lock meanwhile.
   */
  private Segment segmentWithRoom(int bytes) throws LogClosed, InterruptedIOException {
    dropAged();
    for (; ; ) {
      if (finished) {
        throw new LogClosed();
      }
      Segment active = segments.active();
      if (active.room() >= bytes) {
        return active;
      }
      if (segments.full(bytes)) {
        dropOldestOrWait();
      } else if (segments.heldUp(bytes)) {
        readers.disconnectOldest();
        awaitRoom(() -> segments.heldUp(bytes));
      } else {
        segments.roll(bytes);
      }
    }
  }

  private void dropOldestOrWait() throws InterruptedIOException {
    Segment oldest = segments.oldest();
    awaitRoom(() -> !finished && segments.oldest() == oldest && neededBy(oldest));
    if (!finished && segments.oldest() == oldest) {
      drop(oldest);
    }
  }

  private boolean neededBy(Segment oldest) {
    wantedPosition = oldest.endPosition();
    return readers.need(oldest);
  }

  private interface Obstacle {
    boolean stands();
  }

  private void awaitRoom(Obstacle obstacle) throws InterruptedIOException {
    waiting++;
    try {
      while (obstacle.stands()) {
        room.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(
          "interrupted while waiting for the stream's readers; nothing was appended");
    } finally {
      if (--waiting == 0) {
        wantedPosition = Long.MAX_VALUE;
      }
    }
  }

  private void drop(Segment oldest) {
    segments.dropOldest();
    readers.overtaken(oldest);
  }

  /** Drops what is older than the maximum age, unless a cursor waits for it. */
  private void dropAged() {
    if (options.maxAge() == null) {
      return;
    }
    long limit = clock.millis() - options.maxAge().toMillis();
    Segment oldest = segments.oldest();
    while (oldest.messages() > 0 && oldest.newestTime() < limit && !readers.need(oldest)) {
      if (oldest == segments.active()) {
        segments.roll(0);
      }
      drop(oldest);
      oldest = segments.oldest();
    }
  }

  // Cursors

  /** Opens a cursor with the log's own policy; otherwise as {@link #cursor(Start, Slow)}. */
  public Cursor cursor(Start start) throws IOException {
    return cursor(start, options.slow());
  }

  /**
   * Opens a cursor. From then on, retention knows of it.
   *
   * @throws OffsetOutOfRange if it is to start at an offset that is not there
   * @throws LogClosed if the log has been closed; one that is only finished can still be read
   */
  public Cursor cursor(Start start, Slow slow) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new LogClosed();
      }
      dropAged();
      Place place = Place.find(start, segments, framing, next);
      boolean pinned = place.segment().pin();
      assert pinned : "a kept segment can be pinned under the log's lock";
      var cursor = new Cursor(this, readers, slow, place);
      readers.add(cursor);
      return cursor;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Pins the oldest segment kept, for a cursor that has been overtaken; null if the log has been
   * closed.
   */
  @Nullable Segment pinOldest() {
    lock.lock();
    try {
      return !closed && segments.oldest().pin() ? segments.oldest() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Called by a cursor that has moved to this position. */
  void moved(long position) {
    if (position >= wantedPosition) {
      signalRoom();
    }
  }

  void signalRoom() {
    lock.lock();
    try {
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The position behind the last byte that can be read. */
  long endPosition() {
    return endPosition;
  }

  // Counts

  /** The offset that the next message will have. */
  public long next() {
    lock.lock();
    try {
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** What the log holds and has done. */
  public LogCounts counts() {
    lock.lock();
    try {
      long earliest = closed ? next : segments.oldest().baseOffset();
      return new LogCounts(
          earliest,
          next,
          endPosition(),
          segments.memory(),
          readers.count(),
          readers.skipped(),
          readers.disconnected(),
          refused);
    } finally {
      lock.unlock();
    }
  }
}
