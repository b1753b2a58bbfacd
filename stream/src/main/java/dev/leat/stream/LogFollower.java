package dev.leat.stream;

import static java.nio.file.StandardOpenOption.READ;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a store that another process may be writing, on a thread of its own: what the writer has
 * entered in the index comes into the active segment, a commit at a time, as if it had been
 * appended here. An entry that is wrong and stays so is damage: nothing behind it is read.
 */
final class LogFollower {
  private static final System.Logger LOG = System.getLogger(LogFollower.class.getName());
  private static final long POLL_NANOS = Duration.ofMillis(5).toNanos();

  /** How often to look which segments the writer has dropped. */
  private static final long SURVEY_NANOS = Duration.ofSeconds(1).toNanos();

  /** How often to look whether there is a writer. */
  private static final long CALL_NANOS = Duration.ofMillis(200).toNanos();

  private static final int MOST_ENTRIES = 1024;

  private final LogCore log;
  private final ReentrantLock lock;
  private final Segments segments;
  private final StoreDirectory directory;
  private final long epoch;
  private final Loading loading;
  private final Thread thread;
  private volatile boolean closing;

  /** Whether there was a writer; if not, what it has left has been read. */
  private volatile boolean written;

  /** Whether a segment was found to be gone that has not been dropped here. */
  private volatile boolean missed;

  // The thread's own.

  private final CRC32C sum = new CRC32C();
  private final ByteBuffer entries = ByteBuffer.allocateDirect(MOST_ENTRIES * IndexEntry.BYTES);
  private final Doubt doubt = new Doubt();
  private @Nullable FileChannel index;
  private @Nullable FileChannel data;
  private boolean damaged;

  /** Whether nobody was writing when this reading began. */
  private boolean alone;

  /** Null until an entry has a source. */
  private @Nullable FileChannel sources;

  private long sourcesRead;
  private int headerLength;
  private int read;
  private long time;
  private long surveyAt = System.nanoTime() + SURVEY_NANOS;
  private long callAt = System.nanoTime() + CALL_NANOS;

  /**
   * @param lock the log's
   * @param epoch of the store; in another one its offsets would mean other messages
   */
  LogFollower(
      LogCore log, ReentrantLock lock, Segments segments, StoreDirectory directory, long epoch) {
    this.log = log;
    this.lock = lock;
    this.segments = segments;
    this.directory = directory;
    this.epoch = epoch;
    this.thread = Thread.ofPlatform().daemon().name("leat-log-follower").unstarted(this::run);
    this.loading = new Loading(log, lock, segments, directory, this::isGone);
  }

  Loading loading() {
    return loading;
  }

  /** Reads what is there, and goes on with what comes. */
  void start() throws IOException {
    try {
      while (readOn()) {}
      call();
      thread.start();
    } catch (IOException | RuntimeException | Error e) {
      closeFiles();
      throw e;
    }
  }

  /** Whether the store is being written. */
  boolean written() {
    return written;
  }

  /** Looks whether there is a writer, and reads what it has left if there is none. */
  private void call() throws IOException {
    boolean now = directory.isStillBeingWritten();
    alone = !now;
    while (!now && readOn()) {}
    alone = false;
    written = now;
  }

  void close() {
    closing = true;
    LockSupport.unpark(thread);
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    Threads.join(thread);
  }

  private void run() {
    try {
      while (!closing) {
        Threads.ignoreInterrupt();
        boolean read = readOn();
        if (System.nanoTime() - surveyAt > 0 || missed) {
          missed = false;
          survey();
          surveyAt = System.nanoTime() + SURVEY_NANOS;
        }
        if (System.nanoTime() - callAt > 0) {
          call();
          callAt = System.nanoTime() + CALL_NANOS;
        }
        if (!read) {
          LockSupport.parkNanos(this, POLL_NANOS);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the store " + directory.path() + " cannot be followed", e);
      log.close();
    } finally {
      closeFiles();
    }
  }

  /** Takes in what has been written since; false if nothing has. */
  private boolean readOn() throws IOException {
    if (damaged || (index == null && !open())) {
      return false;
    }
    return readEntries() || goOn();
  }

  /** Opens the files of the active segment; false if they are not there yet. */
  private boolean open() throws IOException {
    long base = segments.active().baseOffset();
    Path file = directory.index(base);
    if (!Files.exists(file) || !Files.exists(directory.data(base))) {
      return false;
    }
    try {
      index = directory.disk().open(file, READ);
      IndexHeader header = IndexHeader.read(index, file);
      if (header.epoch() != epoch) {
        throw new IOException("the store has begun a new epoch");
      }
      headerLength = header.length();
      read = 0;
      noteProducers(header);
      data = directory.disk().open(directory.data(base), READ);
      return true;
    } catch (EOFException | NoSuchFileException e) {
      closeFiles(); // it is being written, or has just been deleted
      return false;
    }
  }

  /** Begins the segment as its writer did. */
  private void noteProducers(IndexHeader header) throws IOException {
    Producers sent = ProducersFile.read(directory, header, LogOptions.DEFAULT_PRODUCERS);
    if (sent != null) {
      log.setStoredProducers(sent);
    }
  }

  private boolean readEntries() throws IOException {
    List<IndexEntry> found = new ArrayList<>();
    int taken = read;
    int committed = 0;
    int there;
    int got;
    do {
      there = look(taken);
      got = 0;
      for (IndexEntry entry; got < there && (entry = take(got)) != null; got++) {
        found.add(entry);
        if (!IndexEntry.goesOn(entries, got * IndexEntry.BYTES)) {
          committed = found.size();
        }
      }
      taken += got;
      judge(taken, got, there);
    } while (got == MOST_ENTRIES);
    show(found.subList(0, committed), found.size());
    return committed > 0;
  }

  /** Fetches the entries from this one on, and answers how many there are. */
  private int look(int from) throws IOException {
    entries.clear();
    long position = headerLength + (long) from * IndexEntry.BYTES;
    return Math.max(0, Objects.requireNonNull(index).read(entries, position)) / IndexEntry.BYTES;
  }

  /** Shows readers what is in whole commits, and forgets the rest until it is looked at again. */
  private void show(List<IndexEntry> committed, int taken) {
    lock.lock();
    try {
      if (!committed.isEmpty()) {
        IndexEntry last = committed.getLast();
        Segment active = segments.active();
        log.committed(active, committed, active.index().notedBefore(last.end()));
        time = last.time();
      }
      if (taken > committed.size()) {
        log.rewind();
        if (read == 0 && committed.isEmpty()) {
          forgetSources();
        }
      }
    } finally {
      lock.unlock();
    }
    if (!committed.isEmpty()) {
      read += committed.size();
      log.shown();
    }
  }

  /** Takes an entry's messages over into memory; null if they are not all there, and as written. */
  private @Nullable IndexEntry take(int number) throws IOException {
    IndexEntry entry = IndexEntry.decode(entries, number * IndexEntry.BYTES);
    Segment active = segments.active();
    if (entry.offset() != active.nextOffset()
        || entry.position() != active.written()
        || entry.length() <= 0
        || entry.count() <= 0
        || !hasRoom(active, entry.length())) {
      return null;
    }
    FileChannel file = Objects.requireNonNull(data);
    if (entry.length() > file.size() - entry.position()) {
      return null; // not to be believed, or not there yet
    }
    ByteBuffer bytes = ByteBuffer.allocate(entry.length());
    while (bytes.hasRemaining()) {
      if (file.read(bytes, entry.position() + bytes.position()) < 0) {
        return null;
      }
    }
    bytes.flip();
    if (!knowsSource(entry.source(), active.sources())) {
      return null;
    }
    byte[] source = active.sources().utf8(entry.source());
    if (!IndexEntry.isIntact(entries, number * IndexEntry.BYTES, bytes, source, sum)) {
      return null;
    }
    lock.lock();
    try {
      active.append(bytes, entry.count(), entry.stamp());
    } finally {
      lock.unlock();
    }
    return entry;
  }

  /** Whether so many bytes, and what is noted of them, have room in memory: as they had before. */
  private static boolean hasRoom(Segment active, int length) {
    SegmentIndex index = active.index();
    return length <= active.memory() - active.written() - index.bytes() - index.entryBytes();
  }

  /**
   * Finds out whether an entry that could not be taken is damaged.
   *
   * @param place its number
   * @param number the same among those that were looked at
   * @param there how many these are
   */
  private void judge(int place, int number, int there) throws IOException {
    if (number == there) {
      doubt.clear();
    } else if (isToStay(place, entries.slice(number * IndexEntry.BYTES, IndexEntry.BYTES))
        && !directory.mayBeTorn()) {
      Segment active = segments.active();
      var damage =
          new StoreDamaged(
              directory.data(active.baseOffset()),
              active.written(),
              active.nextOffset(),
              "it does not match its checksum");
      LOG.log(Level.WARNING, damage.getMessage());
      damaged = true;
      log.damaged(damage);
    }
  }

  /**
   * Whether an entry will be no better: it has been so for long, or there is nobody to write it.
   */
  private boolean isToStay(int place, ByteBuffer entry) throws IOException {
    return doubt.lasts(place, entry) || (alone && !directory.isBeingWritten());
  }

  /** A segment without a whole commit may be begun anew, by the next writer. */
  private void forgetSources() {
    segments.active().sources().clear();
    sourcesRead = 0;
  }

  /** Whether the source with this number is there, maybe now. */
  private boolean knowsSource(int number, Sources known) throws IOException {
    if (number > known.size()) {
      Path file = directory.sources(segments.active().baseOffset());
      if (sources == null && Files.exists(file)) {
        sources = directory.disk().open(file, READ);
        sourcesRead = 0;
      }
      FileChannel open = sources;
      if (open != null) {
        lock.lock();
        try {
          sourcesRead = SourceFile.readOn(open, sourcesRead, known);
        } finally {
          lock.unlock();
        }
      }
    }
    return number >= 0 && number <= known.size();
  }

  /** Goes on in the next segment, if there is one that begins where this one has ended. */
  private boolean goOn() throws IOException {
    Segment full = segments.active();
    if (full.messages() == 0 || !Files.exists(directory.index(full.nextOffset()))) {
      return false;
    }
    // The last entries may have come after they were looked for, but before the next segment.
    if (readEntries()) {
      return true;
    }
    var extent =
        new Extent(
            full.baseOffset(),
            full.basePosition(),
            headerLength,
            read,
            full.end(),
            full.messages(),
            directory.beside(full.baseOffset()),
            time);
    closeFiles();
    lock.lock();
    try {
      segments.rollTo(full.nextOffset(), full.endPosition());
    } finally {
      lock.unlock();
    }
    loading.reopen(full, extent);
    return open();
  }

  /** Drops what the writer has dropped, and sees whether it goes on as it did. */
  private void survey() throws IOException {
    NavigableSet<Long> bases = directory.bases();
    if (bases.isEmpty()) {
      return;
    }
    try {
      if (Extents.header(directory, bases.last()).epoch() != epoch) {
        throw new IOException("the store has begun a new epoch");
      }
      long oldest = oldest(bases);
      if (oldest > segments.active().nextOffset()) {
        jump(Extents.header(directory, oldest));
      }
      lock.lock();
      try {
        log.dropBefore(oldest);
      } finally {
        lock.unlock();
      }
      loading.wakeReaders(); // who may wait for what is gone
    } catch (NoSuchFileException | EOFException e) {
      return; // being deleted, or written: the next look will find another
    }
  }

  /**
   * Whether the writer has dropped a segment; then it is about to be dropped here. Asked by the
   * thread that loads.
   */
  private boolean isGone(Segment segment) {
    try {
      NavigableSet<Long> bases = directory.bases();
      if (segment.dropped() || (!bases.isEmpty() && oldest(bases) > segment.baseOffset())) {
        missed = true;
        LockSupport.unpark(thread);
        return true;
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the store " + directory.path() + " cannot be looked through", e);
    }
    return false;
  }

  /** The first segment that is kept: of one that is being deleted the index goes last. */
  private long oldest(NavigableSet<Long> bases) {
    long first = bases.first();
    Long next = bases.higher(first);
    return next != null && Files.notExists(directory.data(first)) ? next : first;
  }

  /** Goes on at the oldest segment that is left: what came before it was dropped unread. */
  private void jump(IndexHeader oldest) {
    closeFiles();
    lock.lock();
    try {
      segments.rollTo(oldest.baseOffset(), oldest.basePosition());
    } finally {
      lock.unlock();
    }
  }

  private void closeFiles() {
    close(index);
    close(data);
    close(sources);
    index = null;
    data = null;
    sources = null;
  }

  private static void close(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "a file that was read was not closed", e);
      }
    }
  }
}
