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
import java.util.NavigableSet;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a store that another process may be writing, on a thread of its own: what the writer has
 * entered in the index comes into the active segment, as if it had been appended here.
 */
final class LogFollower {
  private static final System.Logger LOG = System.getLogger(LogFollower.class.getName());
  private static final long POLL_NANOS = Duration.ofMillis(5).toNanos();

  /** How often to look which segments the writer has dropped. */
  private static final long SURVEY_NANOS = Duration.ofSeconds(1).toNanos();

  private static final int MOST_ENTRIES = 1024;

  private final MessageLog log;
  private final ReentrantLock lock;
  private final Segments segments;
  private final StoreDirectory directory;
  private final long epoch;
  private final Loading loading;
  private final Thread thread;
  private volatile boolean closing;

  // The thread's own.

  private final CRC32C sum = new CRC32C();
  private final ByteBuffer entries = ByteBuffer.allocateDirect(MOST_ENTRIES * IndexEntry.BYTES);
  private @Nullable FileChannel index;
  private @Nullable FileChannel data;
  private int headerLength;
  private int read;
  private long time;
  private long surveyAt = System.nanoTime() + SURVEY_NANOS;

  /**
   * @param lock the log's
   * @param epoch of the store; in another one its offsets would mean other messages
   */
  LogFollower(
      MessageLog log, ReentrantLock lock, Segments segments, StoreDirectory directory, long epoch) {
    this.log = log;
    this.lock = lock;
    this.segments = segments;
    this.directory = directory;
    this.epoch = epoch;
    this.thread = Thread.ofPlatform().daemon().name("leat-log-follower").unstarted(this::run);
    this.loading = new Loading(log, lock, segments, directory, () -> LockSupport.unpark(thread));
  }

  Loading loading() {
    return loading;
  }

  /** Reads what is there, and goes on with what comes. */
  void start() throws IOException {
    while (readOn()) {}
    thread.start();
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
        boolean read = readOn();
        if (!loading.isIdle() || System.nanoTime() - surveyAt > 0) {
          survey();
          surveyAt = System.nanoTime() + SURVEY_NANOS;
        }
        boolean loaded = loading.loadNext();
        if (!read && !loaded) {
          LockSupport.parkNanos(this, POLL_NANOS);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the store " + directory.path() + " cannot be followed", e);
      log.close();
    } finally {
      loading.end();
      closeFiles();
    }
  }

  /** Takes in what has been written since; false if nothing has. */
  private boolean readOn() throws IOException {
    if (index == null && !open()) {
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
      data = directory.disk().open(directory.data(base), READ);
      return true;
    } catch (EOFException | NoSuchFileException e) {
      closeFiles(); // it is being written, or has just been deleted
      return false;
    }
  }

  private boolean readEntries() throws IOException {
    entries.clear();
    int got =
        Objects.requireNonNull(index).read(entries, headerLength + (long) read * IndexEntry.BYTES);
    int whole = Math.max(0, got) / IndexEntry.BYTES;
    Segment active = segments.active();
    int taken = 0;
    while (taken < whole && take(IndexEntry.decode(entries, taken * IndexEntry.BYTES), taken)) {
      taken++;
    }
    if (taken == 0) {
      return false;
    }
    read += taken;
    lock.lock();
    try {
      log.show(active);
    } finally {
      lock.unlock();
    }
    log.shown();
    return true;
  }

  /** Takes an entry's messages over into memory, if they are all there. */
  private boolean take(IndexEntry entry, int number) throws IOException {
    Segment active = segments.active();
    if (entry.offset() != active.nextOffset()
        || entry.position() != active.written()
        || entry.length() <= 0
        || entry.count() <= 0) {
      return false;
    }
    FileChannel file = Objects.requireNonNull(data);
    ByteBuffer bytes = ByteBuffer.allocate(entry.length());
    while (bytes.hasRemaining()) {
      if (file.read(bytes, entry.position() + bytes.position()) < 0) {
        return false;
      }
    }
    bytes.flip();
    if (!IndexEntry.isIntact(entries, number * IndexEntry.BYTES, bytes, sum)) {
      return false; // it is being written
    }
    lock.lock();
    try {
      active.append(bytes, entry.count(), entry.time());
    } finally {
      lock.unlock();
    }
    time = entry.time();
    return true;
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
      long oldest = bases.first();
      if (oldest > segments.active().nextOffset()) {
        jump(Extents.header(directory, oldest));
      }
      lock.lock();
      try {
        log.dropBefore(oldest);
      } finally {
        lock.unlock();
      }
    } catch (NoSuchFileException | EOFException e) {
      return; // being deleted, or written: the next look will find another
    }
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
    index = null;
    data = null;
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
