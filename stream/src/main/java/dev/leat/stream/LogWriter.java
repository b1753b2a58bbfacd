package dev.leat.stream;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stored stream, on a thread of its own, which is the only one that touches the files: one
 * that a user may interrupt would close them.
 *
 * <p>Appends are staged in the active segment's memory, where nobody sees them, and wait. The
 * writer takes all that have come, writes their bytes and then their entries, forces them if it is
 * to, shows them to readers, and lets the appends return. So the more there are, the more go
 * together.
 *
 * <pre>
 *   append ──stage──► open commit ──taken──► data, index ──(force)──► visible ──► acknowledged
 *                                              │ failed
 *                                              └──► files cut back, memory rewound, all of them told
 * </pre>
 */
final class LogWriter {
  private static final System.Logger LOG = System.getLogger(LogWriter.class.getName());

  private final MessageLog log;
  private final StoreDirectory directory;
  private final StoreOptions options;
  private final Loading loading;
  private final Thread thread;

  /** The log's lock, which also guards {@link #open}, {@link #taken} and {@link #closing}. */
  private final ReentrantLock lock;

  /** Appends that have come since the last were taken. */
  private Commit open = new Commit();

  /** Those that are being written. */
  private @Nullable Commit taken;

  private boolean closing;

  /** Why nothing is written any more. */
  private volatile @Nullable LogClosed stopped;

  /** The position of the stream up to which all has been forced; -1 where nothing is. */
  private volatile long forced;

  /** Whom retention has dropped. */
  private final Queue<Segment> dropped = new ConcurrentLinkedQueue<>();

  // The thread's own.

  private StoreState state;
  private @Nullable SegmentFiles files;
  private final ArrayDeque<SegmentFiles> sealed = new ArrayDeque<>();
  private final ArrayDeque<SegmentFiles> unforced = new ArrayDeque<>();
  private long forceAt;

  /**
   * @param lock the log's
   * @param state as it has been saved
   * @param end bytes of the stream that are there, and have been forced if any are
   */
  LogWriter(
      MessageLog log,
      ReentrantLock lock,
      Segments segments,
      StoreDirectory directory,
      StoreOptions options,
      StoreState state,
      long end) {
    this.log = log;
    this.lock = lock;
    this.directory = directory;
    this.options = options;
    this.state = state;
    this.loading = new Loading(log, lock, segments, directory, this::wake);
    this.forced = options.sync() == Sync.NONE ? -1 : end;
    this.thread = Thread.ofPlatform().daemon().name("leat-log-writer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  // Called by appends, under the log's lock

  /** Has an append written that lies in the segment's memory; the commit tells when it is. */
  Commit stage(Segment segment, IndexEntry entry) {
    open.add(segment, entry);
    segment.stored();
    return open;
  }

  /** The position of the stream up to which all has been forced; -1 where nothing is. */
  long forced() {
    return forced;
  }

  /** Whether everything that has been staged has been written. */
  boolean settled() {
    return taken == null && open.isEmpty();
  }

  void checkRunning() throws LogClosed {
    LogClosed why = stopped;
    if (why != null) {
      throw why.again();
    }
  }

  // Called by anyone

  /** To be called after staging, without the lock. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Waits until everything that has been staged is written. */
  void settle() {
    for (; ; ) {
      Commit last;
      lock.lock();
      try {
        last = open.isEmpty() ? taken : open;
      } finally {
        lock.unlock();
      }
      if (last == null) {
        return;
      }
      wake();
      last.await();
    }
  }

  /** Has the files of a dropped segment deleted. */
  void delete(Segment segment) {
    dropped.add(segment);
    wake();
  }

  /** What brings segments to readers, with this thread. */
  Loading loading() {
    return loading;
  }

  /** Writes what there is and lets go of the store. */
  void close() {
    lock.lock();
    try {
      closing = true;
    } finally {
      lock.unlock();
    }
    wake();
    Threads.join(thread);
  }

  // The thread

  private void run() {
    try {
      work();
      end();
    } catch (IOException | RuntimeException | Error e) {
      stop(new IOException("its writer has failed: " + e, e));
    } finally {
      if (stopped != null) {
        fail(taken, stopped);
      }
      loading.end();
      closeFiles();
    }
  }

  private void work() {
    forceAt = System.nanoTime() + options.interval().toNanos();
    while (true) {
      Threads.ignoreInterrupt();
      Commit commit = take();
      if (commit != null) {
        commit(commit);
      } else if (mayEnd()) {
        return;
      }
      boolean replaced = replaceSealed();
      boolean loaded = loading.loadNext();
      deleteDropped();
      forceInTime();
      if (commit == null && !replaced && !loaded) {
        sleep();
      }
    }
  }

  private void sleep() {
    // Looked at last of all: whatever came before may have used up what wakes this thread.
    if (!isIdle()) {
      return;
    }
    if (isToForce()) {
      LockSupport.parkNanos(this, Math.max(1, forceAt - System.nanoTime()));
    } else {
      LockSupport.park(this);
    }
  }

  private boolean isIdle() {
    lock.lock();
    try {
      return open.isEmpty() && loading.isIdle() && !closing;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Commit take() {
    lock.lock();
    try {
      if (open.isEmpty()) {
        return null;
      }
      Commit commit = open;
      taken = commit;
      open = new Commit();
      return commit;
    } finally {
      lock.unlock();
    }
  }

  private boolean mayEnd() {
    lock.lock();
    try {
      return closing && open.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void commit(Commit commit) {
    IOException why = stopped;
    if (why != null) {
      fail(commit, why);
      return;
    }
    try {
      write(commit);
      published(commit);
      commit.done();
    } catch (SegmentFiles.ForceFailed e) {
      fail(commit, stop(e));
    } catch (ClosedByInterruptException e) {
      fail(commit, stop(new IOException("the thread that writes it was interrupted", e)));
    } catch (IOException e) {
      undo(e);
      fail(commit, e);
    }
  }

  private void write(Commit commit) throws IOException {
    Segment segment = commit.segment();
    SegmentFiles current = files;
    if (current == null || current.segment() != segment) {
      current = goOnIn(segment, commit.entries().getFirst().time());
    }
    current.write(commit.entries());
    if (options.sync() == Sync.ALWAYS) {
      current.force();
      forced = current.endPosition();
    } else if (options.sync() == Sync.INTERVAL && unforced.peekLast() != current) {
      unforced.add(current);
    }
  }

  private SegmentFiles goOnIn(Segment segment, long time) throws IOException {
    if (files != null) {
      sealed.add(files);
      files = null;
    }
    ByteBuffer producers = producers();
    IndexHeader header =
        IndexHeader.of(
            state.epoch(),
            segment.baseOffset(),
            segment.basePosition(),
            time,
            state.framing(),
            producers);
    SegmentFiles created =
        SegmentFiles.create(segment, header, producers, directory, options.sync() != Sync.NONE);
    files = created;
    state = state.newest(segment.baseOffset());
    directory.save(state, false);
    return created;
  }

  /** What producers have sent up to the last commit, as it is in a file. */
  private ByteBuffer producers() {
    lock.lock();
    try {
      return log.storedProducers().encoded();
    } finally {
      lock.unlock();
    }
  }

  private void published(Commit commit) {
    lock.lock();
    try {
      taken = null;
      log.committed(commit.segment(), commit.entries());
    } finally {
      lock.unlock();
    }
    log.shown();
  }

  /** Fails these appends, if any, and those that came behind them: their places are gone. */
  private void fail(@Nullable Commit commit, IOException why) {
    Commit since;
    lock.lock();
    try {
      since = open;
      since.fail(why);
      if (commit != null) {
        commit.fail(why);
      }
      open = new Commit();
      taken = null;
      log.rewind();
    } finally {
      lock.unlock();
    }
    since.done();
    if (commit != null) {
      commit.done();
    }
  }

  /** Has the files end where they did before a write that failed. */
  private void undo(IOException failure) {
    try {
      if (files != null) {
        files.undo();
      }
    } catch (IOException e) {
      e.addSuppressed(failure);
      stop(e);
    }
  }

  private LogClosed stop(IOException why) {
    LogClosed closed = stopped;
    if (closed == null) {
      closed = LogClosed.stopped(why);
      stopped = closed;
      LOG.log(Level.ERROR, "the stream in " + directory.path() + " has stopped", why);
      log.stopped();
    }
    return closed;
  }

  // Segments that are full

  private boolean replaceSealed() {
    SegmentFiles full = sealed.poll();
    if (full == null) {
      return false;
    }
    Segment segment = full.segment();
    Extent extent = full.extent();
    if (extent != null && !segment.dropped()) {
      loading.reopen(segment, extent);
    }
    if (!unforced.contains(full)) {
      close(full);
    }
    return true;
  }

  /** Deletes what is no longer kept, but never the newest files: they tell where the stream is. */
  private void deleteDropped() {
    Segment segment;
    while ((segment = dropped.peek()) != null && segment.baseOffset() < state.newest()) {
      dropped.remove();
      if (segment.messages() > 0) { // else it never had files, and the next has its name
        try {
          directory.delete(segment.baseOffset());
        } catch (IOException e) {
          LOG.log(Level.WARNING, "what retention has dropped could not be deleted", e);
        }
      }
    }
  }

  // Forcing

  private boolean isToForce() {
    return options.sync() == Sync.INTERVAL && !unforced.isEmpty() && stopped == null;
  }

  private void forceInTime() {
    if (isToForce() && System.nanoTime() - forceAt >= 0) {
      try {
        force();
      } catch (SegmentFiles.ForceFailed e) {
        stop(e);
      }
      forceAt = System.nanoTime() + options.interval().toNanos();
    }
  }

  private void force() throws SegmentFiles.ForceFailed {
    SegmentFiles next;
    while ((next = unforced.peek()) != null) {
      next.force();
      forced = next.endPosition();
      unforced.remove();
      if (next != files && !sealed.contains(next)) {
        close(next);
      }
    }
  }

  // The end

  /** Notes that the stream was closed in order, with everything in it. */
  private void end() throws IOException {
    if (stopped == null) {
      boolean force = options.sync() != Sync.NONE;
      if (force) {
        force();
      }
      directory.save(state.closed(log.next()), force);
    }
  }

  private void closeFiles() {
    unforced.forEach(this::close);
    sealed.forEach(this::close);
    if (files != null) {
      close(files);
    }
    close(directory);
  }

  private void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.log(Level.WARNING, "a file of the store " + directory.path() + " was not closed", e);
    }
  }
}
