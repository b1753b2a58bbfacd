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
 * most 16 MiB; its first ones are smaller. Where messages begin and when they came is kept there
 * too.
 */
public final class MessageLog implements AutoCloseable {
  private final Framing framing;
  private final LogOptions options;
  private final InstantSource clock;
  private final int maxFrame;
  private final int maxMessage;
  private final Readers readers;

  /**
   * Guards appending, {@link #segments}, the registration of cursors, and the counts. Never held
   * while a socket is written.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private final Segments segments;
  private final Retention retention;
  private long next;
  private long latest;
  private long refused;
  private volatile boolean closed;
  private volatile boolean finished;
  private volatile long endPosition;

  MessageLog(Framing framing, LogOptions options, InstantSource clock) {
    this.framing = framing;
    this.options = options;
    this.clock = clock;
    this.maxFrame = Segments.largestFrame(options.retention());
    this.maxMessage = options.largestMessage(framing);
    this.segments = new Segments(options.retention(), !framing.selfDelimiting(), this::changed);
    this.readers = new Readers(this, options);
    this.retention = new Retention(this, options, segments, readers, lock);
  }

  /** A log in memory with the {@linkplain LogOptions#standard() standard options}. */
  public static MessageLog inMemory(Framing framing) {
    return inMemory(framing, LogOptions.standard());
  }

  /**
   * A log in memory.
   *
   * @throws IllegalArgumentException if the retention is too small for any message in this framing
   */
  public static MessageLog inMemory(Framing framing, LogOptions options) {
    return new MessageLog(framing, options, InstantSource.system());
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
      offset = encode(message);
    } catch (FramingException e) {
      refused++;
      throw e;
    } finally {
      lock.unlock();
    }
    readers.appended();
    return offset;
  }

  private long encode(ByteBuffer message) throws IOException {
    int length = message.remaining();
    if (length > maxMessage) {
      throw new FrameTooLong(length, maxMessage);
    }
    Segment segment = retention.segmentFor((int) framing.frameBound(length));
    long offset = next;
    segment.append(framing, message, now());
    publish(segment);
    return offset;
  }

  /**
   * Appends the complete frames at the start of the buffer as they are, and consumes them; an
   * incomplete one at the end stays in the buffer. For sources that have the stream's own framing:
   * no message is made, nothing is encoded again, unless the frame would be read as another one
   * elsewhere in the stream. Where the framing does not delimit itself, all that is there is one
   * message, or several of the largest size.
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
    int appended = 0;
    lock.lock();
    try {
      ByteBuffer message;
      do {
        appended += appendWhole(frames, ahead, decoder);
        message = decoder.decode(ahead);
        if (message != null) {
          encode(message);
          frames.position(ahead.position());
          appended++;
        }
      } while (message != null);
    } catch (FramingException e) {
      refused++;
      throw e;
    } finally {
      lock.unlock();
      readers.appended();
    }
    return appended;
  }

  /** Appends frames up to one that is not there as a whole, or has to be looked at. */
  private int appendWhole(ByteBuffer frames, ByteBuffer ahead, Decoder decoder) throws IOException {
    int appended = 0;
    boolean more = decoder.skip(ahead);
    while (more) {
      int length = ahead.position() - frames.position();
      if (length > maxFrame) {
        throw new FrameTooLong(length, maxMessage);
      }
      Segment segment = retention.segmentFor(length);
      int before = segment.messages();
      more = appendRun(segment, frames, ahead, decoder);
      appended += segment.messages() - before;
    }
    return appended;
  }

  /**
   * Appends as many frames as the segment has room for, at least one.
   *
   * @param ahead stands behind the first of them, and at the end behind the first that is left
   * @return whether there is one left
   */
  private boolean appendRun(Segment segment, ByteBuffer frames, ByteBuffer ahead, Decoder decoder)
      throws FramingException {
    long time = now();
    int start = frames.position();
    int end = start;
    boolean more = true;
    try {
      while (more && segment.hasRoom(ahead.position() - start)) {
        segment.noteAhead(end - start, time);
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
    next = segment.baseOffset() + segment.messages();
    endPosition = segment.endPosition();
  }

  /** The time of what is appended now, under the lock. It never goes back, though the clock may. */
  long now() {
    latest = Math.max(latest, clock.millis());
    return latest;
  }

  /** Ends the stream: nothing more can be appended, and cursors end after the last message. */
  public void finish() {
    lock.lock();
    try {
      finished = true;
      retention.signal();
    } finally {
      lock.unlock();
    }
    readers.wakeAll();
  }

  /** Whether the stream has been finished or closed. */
  public boolean finished() {
    return finished;
  }

  boolean closed() {
    return closed;
  }

  /**
   * Finishes the stream, disconnects its cursors, and frees its memory as soon as they have let go
   * of it.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true; // before it is finished, lest a reader take this for a clean end
      finished = true;
      segments.dropAll();
      retention.signal();
    } finally {
      lock.unlock();
    }
    readers.close();
  }

  void checkOpen() throws LogClosed {
    if (finished) {
      throw new LogClosed("the stream is finished: nothing can be appended to it");
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
        throw new LogClosed("the stream is closed: nothing can be read from it");
      }
      retention.dropAged();
      Place place = Place.find(start, segments, framing, next);
      boolean pinned = place.segment().pin();
      assert pinned : "a kept segment can be pinned under the log's lock";
      var cursor = new Cursor(this, readers, slow, place);
      readers.add(cursor);
      retention.signal(); // an append may have waited for somebody to come, whoever it is
      return cursor;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Pins the oldest segment kept, for a cursor that has been overtaken; null if the log has been
   * closed. Takes no lock, as nothing does that readers come by again and again: one of them that
   * has its turn with the lock but not with the processor would hold up all others.
   */
  @Nullable Segment pinOldest() {
    return segments.pinOldest();
  }

  /** Called by a cursor that has moved. */
  void moved(long from, long to) {
    retention.moved(from, to);
  }

  /** Called when a cursor has ended, and when memory has been freed. */
  void changed() {
    retention.signal();
  }

  /** The position behind the last byte that can be read. */
  long endPosition() {
    return endPosition;
  }

  /** Behind the newest message. */
  LogEnd end() {
    lock.lock();
    try {
      return new LogEnd(next, endPosition);
    } finally {
      lock.unlock();
    }
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
