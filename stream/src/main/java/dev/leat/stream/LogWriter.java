package dev.leat.stream;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stored stream, on a thread of its own: one that a user may interrupt would close the
 * files.
 *
 * <p>Appends are staged in the active segment's memory, where nobody sees them, and wait. The
 * writer takes all that have come, writes their bytes and then their entries, forces them if it is
 * to, shows them to readers, and lets the appends return. So the more there are, the more go
 * together. It needs no lock that an append holds while it stages: of a large one the beginning is
 * being written while the rest is staged. What is forced at intervals is forced by a {@link
 * Forcer}.
 *
 * <pre>
 *   append ──stage──► open commit ──taken──► data, index ──(force)──► visible ──► acknowledged
 *                                              │ failed
 *                                              └──► files cut back, memory rewound, all of them told
 * </pre>
 */
final class LogWriter {
  private static final System.Logger LOG = System.getLogger(LogWriter.class.getName());

  /** Of what is staged in one piece: more is to be written at once, while the rest is staged. */
  private static final int WORTH_BEGINNING = IndexEntry.LARGEST_BATCH / 2;

  private final LogCore log;
  private final StoreDirectory directory;
  private final StoreOptions options;
  private final Loading loading;
  private final Thread thread;

  /** The log's, under which appends are staged. */
  private final ReentrantLock lock;

  /** Guards {@link #open}, {@link #taken} and {@link #closing}; the last lock that anyone takes. */
  private final ReentrantLock handover = new ReentrantLock();

  /** Appends that have come since the last were taken. */
  private Commit open;

  /** Those that are being written. */
  private @Nullable Commit taken;

  private boolean closing;

  /** Whether something has been staged that has not been taken; set under the lock. */
  private volatile boolean pending;

  /** Whether the thread sleeps, or is about to. */
  private volatile boolean sleeping;

  /** The thread's waits for something to write; and the appends' for its having been written. */
  private final ShortWait untilStaged = new ShortWait();

  private final ShortWait untilWritten = new ShortWait();

  /** Why nothing is written any more. */
  private final AtomicReference<@Nullable LogClosed> stopped = new AtomicReference<>();

  /** Forces at intervals; null if that is not asked for. */
  private final @Nullable Forcer forcer;

  /** Forces what each acknowledgement waits for; null if none does. */
  private final @Nullable JointForce joint;

  /**
   * The position of the stream up to which this thread has forced all; -1 where it forces nothing.
   */
  private volatile long forced;

  /** Whom retention has dropped. */
  private final DroppedSegments dropped;

  // The thread's own.

  private StoreState state;
  private @Nullable SegmentFiles files;
  private final FullSegments full;
  private final ByteBuffer encoded = SegmentFiles.memory();

  /**
   * @param lock the log's
   * @param state as it has been saved
   * @param end bytes of the stream that are there, and have been forced if any are
   */
  LogWriter(
      LogCore log,
      ReentrantLock lock,
      Segments segments,
      StoreDirectory directory,
      StoreOptions options,
      StoreState state,
      long end) {
    this.log = log;
    this.lock = lock;
    this.open = new Commit(untilWritten);
    this.directory = directory;
    this.dropped = new DroppedSegments(directory);
    this.options = options;
    this.state = state;
    this.loading = new Loading(log, lock, segments, directory, Segment::dropped);
    this.full = new FullSegments(loading, this::replaced);
    this.forced = options.sync() == Sync.ALWAYS ? end : -1;
    this.forcer =
        options.sync() == Sync.INTERVAL
            ? new Forcer(
                directory,
                options.interval(),
                end,
                newest -> directory.save(state.newest(newest), true),
                this::wake,
                this::stop)
            : null;
    this.thread = Thread.ofPlatform().daemon().name("leat-log-writer").unstarted(this::run);
    this.joint = options.sync() == Sync.ALWAYS ? new JointForce(thread) : null;
  }

  void start() {
    thread.start();
    if (forcer != null) {
      forcer.start();
    }
    if (joint != null) {
      joint.start();
    }
  }

  // Called by appends, under the log's lock

  /** Has an append written that lies in the segment's memory; the commit tells when it is. */
  Commit stage(Segment segment, IndexEntry entry) {
    segment.stored();
    Commit commit;
    handover.lock();
    try {
      commit = open;
      commit.add(segment, entry);
      pending = true;
    } finally {
      handover.unlock();
    }
    if (entry.length() > WORTH_BEGINNING && options.sync() != Sync.ALWAYS) {
      staged(); // what is forced goes together instead: a force costs more than it takes to wait
    }
    return commit;
  }

  /** The position of the stream up to which all has been forced; -1 where nothing is. */
  long forced() {
    return forcer == null ? forced : forcer.forced();
  }

  /** Whether everything that has been staged has been written. */
  boolean settled() {
    handover.lock();
    try {
      return taken == null && open.isEmpty();
    } finally {
      handover.unlock();
    }
  }

  void checkRunning() throws LogClosed {
    LogClosed why = failure();
    if (why != null) {
      throw why;
    }
  }

  // Called by anyone

  /** Why nothing is written any more, if that is so and nobody wanted it. */
  @Nullable LogClosed failure() {
    LogClosed why = stopped.get();
    return why == null ? null : why.again();
  }

  /** To be called after staging, without the lock. */
  void staged() {
    if (sleeping) {
      wake();
    }
  }

  /** Has the thread look for something to do. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Waits until everything that has been staged is written. */
  void settle() {
    for (; ; ) {
      Commit last;
      handover.lock();
      try {
        last = open.isEmpty() ? taken : open;
      } finally {
        handover.unlock();
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

  /** What brings segments to readers. */
  Loading loading() {
    return loading;
  }

  /** Writes what there is and lets go of the store. */
  void close() {
    handover.lock();
    try {
      closing = true;
    } finally {
      handover.unlock();
    }
    wake();
    Threads.join(thread);
  }

  // The thread

  private void run() {
    try {
      work();
      end();
    } catch (IOException e) {
      stop(new IOException("its end could not be noted: " + e.getMessage(), e));
    } catch (RuntimeException | Error e) {
      stop(new IOException("its writer has failed: " + e, e));
    } finally {
      LogClosed why = stopped.get();
      if (why != null) {
        fail(taken, why);
      }
      closeFiles();
    }
  }

  private void work() {
    while (true) {
      Threads.ignoreInterrupt();
      Commit commit = take();
      if (commit != null) {
        commit(commit);
      } else if (mayEnd()) {
        return;
      }
      boolean replaced = full.replaceNext(commit == null);
      noteLasting();
      dropped.deleteBefore(state.newest());
      if (commit == null && !replaced) {
        sleep();
      }
    }
  }

  private void sleep() {
    if (untilStaged.await(() -> pending)) {
      return;
    }
    sleeping = true;
    // Looked at last of all: whatever came before may have used up what wakes this thread.
    if (isIdle()) {
      long start = System.nanoTime();
      LockSupport.park(this);
      untilStaged.sleptSince(start);
    }
    sleeping = false;
  }

  private boolean isIdle() {
    handover.lock();
    try {
      return open.isEmpty() && !closing;
    } finally {
      handover.unlock();
    }
  }

  private @Nullable Commit take() {
    handover.lock();
    try {
      pending = false; // also where what was staged has failed by now
      if (open.isEmpty()) {
        return null;
      }
      Commit commit = open;
      taken = commit;
      open = new Commit(untilWritten);
      return commit;
    } finally {
      handover.unlock();
    }
  }

  private boolean mayEnd() {
    handover.lock();
    try {
      return closing && open.isEmpty();
    } finally {
      handover.unlock();
    }
  }

  private void commit(Commit commit) {
    IOException why = stopped.get();
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
    if (joint != null) {
      forced = current.force(joint);
    } else if (forcer != null) {
      forcer.written();
    }
  }

  private SegmentFiles goOnIn(Segment segment, long time) throws IOException {
    if (files != null) {
      full.add(files);
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
        SegmentFiles.create(
            segment, header, producers, directory, encoded, options.sync() == Sync.ALWAYS);
    files = created;
    if (forcer == null) {
      state = state.newest(segment.baseOffset());
      directory.save(state, false);
    } else {
      forcer.add(created);
    }
    return created;
  }

  /** A full segment is read from its files now, which are written no more. */
  private void replaced(SegmentFiles written) {
    if (forcer == null) {
      close(written);
    }
  }

  /** What producers have sent up to the last commit, as it is in a file. */
  private ByteBuffer producers() {
    return log.storedProducers().encoded(); // no lock is needed: this thread alone changes them
  }

  /** Takes over which segment is the newest that lasts, and so what may be deleted before it. */
  private void noteLasting() {
    if (forcer != null && forcer.lasting() > state.newest()) {
      state = state.newest(forcer.lasting());
    }
  }

  private void published(Commit commit) {
    List<IndexEntry> entries = commit.entries();
    log.committed(commit.segment(), entries, commit.noted());
    handover.lock();
    try {
      taken = null;
    } finally {
      handover.unlock();
    }
    log.shown();
  }

  /** Fails these appends, if any, and those that came behind them: their places are gone. */
  private void fail(@Nullable Commit commit, IOException why) {
    Commit since;
    lock.lock();
    try {
      handover.lock();
      try {
        since = open;
        open = new Commit(untilWritten);
        taken = null;
      } finally {
        handover.unlock();
      }
      since.fail(why);
      if (commit != null) {
        commit.fail(why);
      }
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

  /** Stops the stream for good, if it has not stopped; answers why it has. */
  private LogClosed stop(Throwable why) {
    LogClosed closed =
        LogClosed.stopped(why instanceof IOException e ? e : new IOException(why.toString(), why));
    LogClosed before = stopped.compareAndExchange(null, closed);
    if (before != null) {
      return before;
    }
    LOG.log(Level.ERROR, "the stream in " + directory.path() + " has stopped", why);
    log.stopped();
    return closed;
  }

  // The end

  /** Notes that the stream was closed in order, with everything in it. */
  private void end() throws IOException {
    if (forcer != null) {
      forcer.close();
      noteLasting();
    }
    // What retention has dropped since the last look must not come back at the next opening.
    dropped.deleteBefore(state.newest());
    if (stopped.get() == null) {
      directory.save(state.closed(log.end().offset()), options.sync() != Sync.NONE);
    }
  }

  private void closeFiles() {
    if (forcer != null) {
      forcer.close();
    }
    if (joint != null) {
      joint.close();
    }
    full.end(this::close);
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
