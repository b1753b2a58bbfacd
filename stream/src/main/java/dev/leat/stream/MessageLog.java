package dev.leat.stream;

import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.framing.Message;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
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
 *
 * <p>A {@linkplain #open stored} log is kept in a directory as well, and outlives the process: an
 * append returns once its messages are in the files (and forced, if the options say so), and only
 * then can they be read. Segments that are full are read from their files, so its retention is what
 * it may take on disk, while it holds 128 MiB of memory at most, beside what of its files the
 * system has cached. Offsets go on where they ended. All that is done with the files is done by one
 * thread of the log's own, so whoever appends or reads may be interrupted.
 */
public final class MessageLog implements AutoCloseable {
  private final Framing framing;
  private final LogOptions options;
  private final InstantSource clock;
  private final Readers readers;

  /**
   * Guards appending, {@link #segments}, the registration of cursors, and the counts. Never held
   * while a socket is written.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private final Segments segments;
  private final Retention retention;
  private final long epoch;

  /** Null if the log is in memory only. */
  private final @Nullable LogWriter writer;

  /** Null unless another process writes it. */
  private final @Nullable LogFollower follower;

  private final Appender appender;

  /** What producers have sent: with what is being stored, and without. */
  private final Producers producers;

  private final Producers storedProducers;

  /** Guards {@link #storedProducers}; nothing else is done under it. */
  private final ReentrantLock storing = new ReentrantLock();

  private long latest;

  /** Nothing is appended any more; and everything that was can be read. */
  private volatile boolean finished;

  private volatile boolean complete;
  private volatile boolean closed;

  /** Why nothing more can be read, if that is so. */
  private volatile @Nullable StoreDamaged damage;

  private volatile long endPosition;

  MessageLog(Framing framing, LogOptions options, InstantSource clock) {
    this(
        framing,
        options,
        clock,
        Recovered.nothing(framing.toString(), clock.millis(), options.producers()),
        null);
  }

  /**
   * @param begin what is there
   * @param store null if the log is in memory only
   */
  MessageLog(
      Framing framing,
      LogOptions options,
      InstantSource clock,
      Recovered begin,
      @Nullable StoreLink store) {
    this.framing = framing;
    this.options = options;
    this.clock = clock;
    this.epoch = begin.epoch();
    this.endPosition = begin.endPosition();
    this.latest = begin.newestTime();
    Producers sent = begin.producers();
    this.storedProducers = sent;
    this.producers = store == null ? sent : sent.copy();
    int header = store == null ? 0 : IndexHeader.lengthFor(framing.toString());
    var largest = Largest.of(options, framing, header);
    int most = largest.segment();
    this.segments =
        new Segments(
            options.retention(),
            most,
            store == null ? Segments.FIRST : store.first(most),
            !framing.selfDelimiting(),
            header,
            begin,
            store == null ? () -> 0 : () -> producers.size() * ProducersFile.BYTES,
            this::changed);
    this.readers = new Readers(this, options);
    this.retention = new Retention(this, options, segments, readers, lock);
    this.writer = store == null ? null : store.writer(this, lock, segments, endPosition);
    this.follower = store == null ? null : store.follower(this, lock, segments, epoch);
    var repeats = new RepeatSearch(segments, lock, this::load);
    this.appender = new Appender(this, lock, largest, retention, producers, repeats, writer);
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

  /** Opens a store with the standard options; otherwise as the other. */
  public static MessageLog open(Path store, Framing framing) throws IOException {
    return open(store, framing, LogOptions.standard(), StoreOptions.standard());
  }

  /**
   * Opens the log that is stored in this directory, or creates it. A store has one writer: it is
   * locked until the log is closed.
   *
   * @param framing of the stream; null takes that of the store
   * @throws StoreUnusable if another writer has the store, it cannot be written, it is of another
   *     framing or version of the format, or it is none
   * @throws StoreDamaged if a segment is missing, or the newest message is damaged
   * @throws IllegalArgumentException if the retention is too small for any message in this framing
   */
  public static MessageLog open(
      Path store, @Nullable Framing framing, LogOptions options, StoreOptions storeOptions)
      throws IOException {
    return open(store, framing, options, storeOptions, InstantSource.system(), Disk.SYSTEM);
  }

  static MessageLog open(
      Path store,
      @Nullable Framing framing,
      LogOptions options,
      StoreOptions storeOptions,
      InstantSource clock,
      Disk disk)
      throws IOException {
    return StoredLog.open(store, framing, options, storeOptions, clock, disk);
  }

  /**
   * Reads the log that is stored in this directory, which another process may be writing: what that
   * has appended can be read here a few milliseconds later, before it is acknowledged at the
   * earliest. Nothing can be appended, and nobody who reads slowly is disconnected. If the store
   * begins a new epoch, the cursors are.
   *
   * @throws StoreUnusable if there is no store, or it is of another version of the format
   * @throws StoreDamaged if a segment is missing
   */
  public static MessageLog follow(Path store) throws IOException {
    return follow(store, Disk.SYSTEM);
  }

  static MessageLog follow(Path store, Disk disk) throws IOException {
    return StoredLog.follow(store, disk);
  }

  /** Has the store written, or followed, from now on. */
  void start() throws IOException {
    if (writer != null) {
      writer.start();
    }
    if (follower != null) {
      follower.start();
    }
  }

  private Loading loading() {
    return follower == null ? Objects.requireNonNull(writer).loading() : follower.loading();
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

  /** Appends a message that comes from there; otherwise as {@link #append(ByteBuffer, Origin)}. */
  public long append(Message message, Origin origin) throws IOException {
    return append(ByteBuffer.wrap(message.bytes()), origin);
  }

  /**
   * Appends a message, which is consumed, and answers its offset.
   *
   * @throws FrameTooLong if it is longer than the log's options or a segment allow
   * @throws dev.leat.framing.UnencodableMessage if the log's framing cannot carry it
   * @throws LogClosed if the log has been finished or closed, or its store could not be forced
   * @throws AppendFailed if it could not be stored; nothing was appended
   * @throws InterruptedIOException if the thread was interrupted while it waited for readers;
   *     nothing was appended
   */
  public long append(ByteBuffer message) throws IOException {
    return append(message, Origin.NONE);
  }

  /**
   * Appends a message that comes from there, which is consumed, and answers its offset. One that
   * its producer has sent before is not appended again: the answer is the offset that it has had
   * since, or -1 if that message is not kept any more. Otherwise as {@link #append(ByteBuffer)}; a
   * message that is refused or fails uses no number.
   *
   * <p>Of at most {@link LogOptions#producers} producers the last number is known. One that is not,
   * or not any more, may begin with any.
   *
   * @throws SequenceGap if its producer has left out numbers; nothing was appended
   */
  public long append(ByteBuffer message, Origin origin) throws IOException {
    return appender.append(message, origin);
  }

  /** Appends frames from nowhere in particular; otherwise as the other. */
  public int appendFrames(ByteBuffer frames) throws IOException {
    return appendFrames(frames, Origin.NONE);
  }

  /**
   * Appends the complete frames at the start of the buffer as they are, and consumes them; an
   * incomplete one at the end stays in the buffer. For sources that have the stream's own framing:
   * no message is made, nothing is encoded again, unless the frame would be read as another one
   * elsewhere in the stream. What stands between frames and belongs to none (white space before a
   * JSON value, ends of SLIP and COBS frames without any) is consumed too. Where the framing does
   * not delimit itself, all that is there is one message, or several of the largest size.
   *
   * <p>A source that brings its frames piece by piece is better read with {@link #frames}, which
   * does not look at the beginning of a frame again.
   *
   * @param origin of the first message; those behind it have the numbers that follow. Messages that
   *     their producer has sent before are consumed, but neither appended nor counted
   * @return how many messages were appended
   * @throws FramingException if the bytes are not frames of the stream's framing, or one is too
   *     long; those before it have been appended and consumed
   * @throws SequenceGap if their producer has left out numbers; nothing was appended
   * @throws LogClosed if the log has been finished or closed, or its store could not be forced;
   *     what was appended until then has been consumed
   * @throws AppendFailed if they could not be stored; what was appended until then has been
   *     consumed
   * @throws InterruptedIOException if the thread was interrupted while it waited for readers; what
   *     was appended until then has been consumed
   */
  public int appendFrames(ByteBuffer frames, Origin origin) throws IOException {
    return appender.appendFrames(frames, appender.progress(origin));
  }

  /** Appends frames that come piece by piece, from nowhere in particular. */
  public FrameAppender frames() {
    return frames(Origin.NONE);
  }

  /**
   * Appends frames that come piece by piece.
   *
   * @param origin of the first message; those behind it have the numbers that follow
   */
  public FrameAppender frames(Origin origin) {
    return new FrameAppender(appender, origin);
  }

  /**
   * The last number that this producer has given to a message of this stream: it goes on with the
   * next. Nothing if none is known. Waits until what it has appended is stored.
   */
  public OptionalLong sequence(long producer) {
    lock.lock();
    try {
      while (producers.lastOffset(producer) >= readableEnd() && !settled()) {
        retention.awaitSettled();
      }
      storing.lock();
      try {
        return storedProducers.sequence(producer);
      } finally {
        storing.unlock();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Shows readers what has been written into the segment. Called under the lock. */
  void show(Segment segment) {
    segment.publish();
    endPosition = segment.endPosition();
  }

  /** Tells whoever has to do something with what was appended. Called without the lock. */
  void appended() {
    if (writer == null) {
      readers.appended();
    } else {
      writer.wake();
    }
  }

  // Called by the one thread that stores, or follows, the stream

  /**
   * So much of the active segment can be read now. The lock is not needed: the segment stays the
   * active one until all that was appended to it can be read.
   *
   * @param noted entries of the segment's index in memory up to there
   */
  void committed(Segment segment, List<IndexEntry> entries, int noted) {
    storing.lock();
    try {
      entries.forEach(storedProducers::add);
    } finally {
      storing.unlock();
    }
    IndexEntry last = entries.getLast();
    int messages = (int) (last.nextOffset() - segment.baseOffset());
    segment.publish(last.end(), messages, segment.entries() + entries.size(), noted);
    endPosition = segment.endPosition();
  }

  /** Readers are to look. */
  void shown() {
    readers.appended();
  }

  /** What was appended and is not in the files will not be. Called under the lock. */
  void rewind() {
    segments.active().rewind();
    storing.lock();
    try {
      producers.set(storedProducers);
    } finally {
      storing.unlock();
    }
  }

  /** Behind the last message that can be read. Called under the lock. */
  long readableEnd() {
    return segments.active().visibleEnd().offset();
  }

  /** What producers have sent that can be read: for the one thread that changes that. */
  Producers storedProducers() {
    return storedProducers;
  }

  /** What producers had sent where a segment begins that is followed. */
  void setStoredProducers(Producers sent) {
    storing.lock();
    try {
      storedProducers.set(sent);
    } finally {
      storing.unlock();
    }
  }

  /** Nothing can be stored any more. */
  void stopped() {
    finished = true;
    complete = true;
    retention.signal();
    readers.wakeAll();
  }

  /** What comes next in a log that is followed cannot be read. */
  void damaged(StoreDamaged why) {
    damage = why;
    stopped();
  }

  /**
   * To be called by whoever has come to the end.
   *
   * @throws StoreDamaged if it is not the end, but all that can be read
   */
  void checkWhole() throws StoreDamaged {
    StoreDamaged why = damage;
    if (why != null) {
      throw why.again();
    }
  }

  /** Whether everything that was appended can be read. Called under the lock. */
  boolean settled() {
    return writer == null || writer.settled();
  }

  /** Waits until that is so. Called without the lock. */
  void settle() {
    if (writer != null) {
      writer.settle();
    }
  }

  /** Whoever writes the store has dropped what is before this message. Called under the lock. */
  void dropBefore(long offset) {
    retention.dropBefore(offset);
  }

  /** Retention has dropped a segment. */
  void dropped(Segment segment) {
    if (writer != null) {
      writer.delete(segment);
    }
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
    settle();
    complete = true;
    readers.wakeAll();
  }

  /** Whether the stream has been finished or closed. */
  public boolean finished() {
    return finished;
  }

  /**
   * Whether more may come: whether the stream has not been finished or, of one that another process
   * writes, whether that process still has the store, as far as can be told and up to a second
   * late. When this says that nothing more comes, everything that was written can be read.
   */
  public boolean written() {
    return follower == null ? !complete : !closed && follower.written();
  }

  /** Whether it has been finished, and everything that was appended can be read. */
  boolean complete() {
    return complete;
  }

  boolean closed() {
    return closed;
  }

  /**
   * Finishes the stream, disconnects its cursors, and frees its memory as soon as they have let go
   * of it. What is stored stays, and the store can be opened again when this returns.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      finished = true;
      retention.signal();
    } finally {
      lock.unlock();
    }
    if (writer != null) {
      writer.close();
    }
    if (follower != null) {
      follower.close();
    }
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true; // before it is complete, lest a reader take this for a clean end
      complete = true;
      segments.dropAll();
      retention.signal();
    } finally {
      lock.unlock();
    }
    readers.close();
  }

  void checkOpen() throws LogClosed {
    if (writer != null) {
      writer.checkRunning();
    }
    if (follower != null) {
      throw new LogClosed("the stream is only read here: nothing can be appended to it");
    }
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
    for (; ; ) {
      Segment cold;
      lock.lock();
      try {
        if (closed) {
          throw new LogClosed("the stream is closed: nothing can be read from it");
        }
        retention.dropAged();
        Place place = Place.find(start, segments, framing);
        cold = place.segment();
        if (cold.pin()) {
          var cursor = new Cursor(this, readers, slow, place);
          readers.add(cursor);
          retention.signal(); // an append may have waited for somebody to come, whoever it is
          return cursor;
        }
      } finally {
        lock.unlock();
      }
      load(cold);
    }
  }

  /**
   * Waits until the segment can be read, or is gone, or the log is closed.
   *
   * @throws StoreDamaged if the segment cannot be read
   */
  private void load(Segment cold) throws IOException {
    loading().await(cold, () -> closed);
  }

  /**
   * Waits until the segment can be read, or is gone, or the cursor has ended.
   *
   * @throws StoreDamaged if the segment cannot be read
   */
  void load(Segment cold, Cursor cursor) throws IOException {
    cursor.waiter(Thread.currentThread());
    try {
      loading().await(cold, cursor::over);
    } finally {
      cursor.waiter(null);
    }
  }

  /** Has the segment loaded if it needs to be, before a cursor comes to it. */
  void expect(@Nullable Segment segment) {
    if (segment != null && segment.cold()) {
      loading().expect(segment);
    }
  }

  /**
   * Pins the oldest segment kept, for a cursor that has been overtaken, unless it must be loaded
   * first; null if the log has been closed. Takes no lock, as nothing does that readers come by
   * again and again: one of them that has its turn with the lock but not with the processor would
   * hold up all others.
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
      return segments.active().visibleEnd();
    } finally {
      lock.unlock();
    }
  }

  // Counts

  /**
   * Which run of offsets this is, a number that grows: as long as it is the same, a message keeps
   * its offset. A stored log goes on with it when it is opened again, unless messages that somebody
   * may have read were lost with the power.
   */
  public long epoch() {
    return epoch;
  }

  /** The offset that the next message will have. */
  public long next() {
    return end().offset();
  }

  /** What the log holds and has done. */
  public LogCounts counts() {
    lock.lock();
    storing.lock();
    try {
      LogEnd end = segments.active().visibleEnd();
      long earliest = closed ? end.offset() : segments.oldest().baseOffset();
      return new LogCounts(
          earliest,
          end.offset(),
          end.position(),
          segments.memory(),
          readers.count(),
          readers.skipped(),
          readers.disconnected(),
          appender.refused(),
          storedProducers.size(),
          storedProducers.expired());
    } finally {
      storing.unlock();
      lock.unlock();
    }
  }
}
