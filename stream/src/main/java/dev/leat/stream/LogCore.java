package dev.leat.stream;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a log share: its lock, how far it can be read, whether it has ended, and who
 * has to be told.
 */
final class LogCore {
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

  private final Farewell whenFailed = new Farewell("leat-log-failed");

  private volatile long endPosition;

  /**
   * @param begin what is there
   * @param store null if the log is in memory only
   */
  LogCore(
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
    int most = store == null ? largest.segment() : store.largest(largest.segment());
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

  static LogCore inMemory(Framing framing, LogOptions options, InstantSource clock) {
    var nothing = Recovered.nothing(framing.toString(), clock.millis(), options.producers());
    return new LogCore(framing, options, clock, nothing, null);
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

  Framing framing() {
    return framing;
  }

  LogOptions options() {
    return options;
  }

  long epoch() {
    return epoch;
  }

  Appender appender() {
    return appender;
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
      writer.staged();
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
    endReading();
    whenFailed.run();
  }

  private void endReading() {
    finished = true;
    complete = true;
    retention.signal();
    readers.wakeAll();
  }

  /** What comes next in a log that is followed cannot be read. */
  void damaged(StoreDamaged why) {
    damage = why;
    endReading();
  }

  /** What follows the newest message that can be read, if it is damaged. */
  @Nullable StoreDamaged damage() {
    return damage;
  }

  /**
   * To be called by whoever has come to the end.
   *
   * @throws StoreDamaged if it is not the end, but all that can be read
   * @throws LogClosed if it is where the stream has stopped
   */
  void checkWhole() throws IOException {
    StoreDamaged why = damage;
    if (why != null) {
      throw why.again();
    }
    LogClosed stopped = failure();
    if (stopped != null) {
      throw stopped;
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

  /** The last number of a producer that is stored, once all that it has appended is. */
  OptionalLong sequence(long producer) {
    return stored(producer, sent -> sent.sequence(producer));
  }

  /** The offset of that message. */
  OptionalLong lastOffset(long producer) {
    return stored(
        producer,
        sent -> {
          long offset = sent.lastOffset(producer);
          return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
        });
  }

  private OptionalLong stored(long producer, Function<Producers, OptionalLong> what) {
    lock.lock();
    try {
      while (producers.lastOffset(producer) >= readableEnd() && !settled()) {
        retention.awaitSettled();
      }
      storing.lock();
      try {
        return what.apply(storedProducers);
      } finally {
        storing.unlock();
      }
    } finally {
      lock.unlock();
    }
  }

  // The end

  void finish() {
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

  boolean finished() {
    return finished;
  }

  boolean written() {
    return follower == null ? !complete : !closed && follower.written();
  }

  /** Whether it has been finished, and everything that was appended can be read. */
  boolean complete() {
    return complete;
  }

  boolean closed() {
    return closed;
  }

  void close() {
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
    if (writer != null || follower != null) {
      loading().end(); // only now: those who read go on also after a writer that has failed
    }
  }

  /** Why nothing can be stored any more, if that is so. */
  @Nullable LogClosed failure() {
    return writer == null ? null : writer.failure();
  }

  /** Has this done when that is so; at once if it is. */
  void whenFailed(Runnable action) {
    whenFailed.add(action);
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

  Cursor cursor(Start start, Slow slow) throws IOException {
    for (; ; ) {
      PlaceSearch search;
      boolean pinned;
      lock.lock();
      try {
        checkReadable();
        retention.dropAged();
        search = begin(start);
        pinned = search.segment().pin();
        Place known = search.known();
        if (pinned && known != null) {
          return opened(known, slow);
        }
      } finally {
        lock.unlock();
      }
      if (!pinned) {
        load(search.segment());
        continue;
      }
      Cursor cursor = openedIn(search, slow);
      if (cursor != null) {
        return cursor;
      }
    }
  }

  private PlaceSearch begin(Start start) throws IOException {
    try {
      return PlaceSearch.begin(start, segments);
    } catch (OffsetOutOfRange e) {
      StoreDamaged why = damage;
      if (why != null && e.offset() > e.next()) { // It may well be in the stream.
        throw why.again();
      }
      throw e;
    }
  }

  /** Opens a cursor in a segment that is pinned; null if that has been dropped meanwhile. */
  private @Nullable Cursor openedIn(PlaceSearch search, Slow slow) throws IOException {
    boolean opened = false;
    try {
      Place place = finished(search);
      lock.lock();
      try {
        checkReadable();
        if (!place.segment().dropped()) {
          opened = true;
          return opened(place, slow);
        }
      } finally {
        lock.unlock();
      }
      return null;
    } finally {
      if (!opened) {
        search.segment().unpin();
      }
    }
  }

  private Place finished(PlaceSearch search) throws IOException {
    try {
      return search.finish(framing);
    } catch (InternalError e) {
      Segment segment = search.segment();
      throw unreadable(segment, 0, segment.baseOffset(), e);
    }
  }

  /** A cursor in a segment that has been pinned for it. Called under the lock. */
  private Cursor opened(Place place, Slow slow) {
    var cursor = new Cursor(this, readers, slow, place);
    readers.add(cursor);
    retention.signal(); // an append may have waited for somebody to come, whoever it is
    return cursor;
  }

  private void checkReadable() throws LogClosed {
    if (closed) {
      throw new LogClosed("the stream is closed: nothing can be read from it");
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

  /** The memory of this segment cannot be read from this place on. */
  IOException unreadable(Segment segment, int place, long offset, InternalError why) {
    if (writer == null && follower == null) {
      throw why; // it lies in no file
    }
    return loading().unreadable(segment, place, offset, why);
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

  LogCounts counts() {
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
