package dev.leat.stream;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Forces what a stored stream has written, at intervals, on a thread of its own: so that nobody who
 * appends waits for the disk. First come the names of files that are new, then the files, the
 * oldest first; what counts as forced is therefore a stream without gaps.
 */
final class Forcer {
  private static final System.Logger LOG = System.getLogger(Forcer.class.getName());

  /** With so many open files the interval is not waited for; with twice as many, the disk is. */
  private static final int MANY = 32;

  private final StoreDirectory directory;
  private final long interval;
  private final StateSaver state;
  private final Runnable whenForced;
  private final Consumer<Throwable> whenFailed;
  private final Thread thread;

  /** Files that are written, or have something in them that has not been forced; oldest first. */
  private final Queue<SegmentFiles> files = new ConcurrentLinkedQueue<>();

  /** Whether it waits for something to be written. */
  private volatile boolean resting;

  private volatile boolean closing;

  /** Whether nothing is forced any more. */
  private volatile boolean ended;

  /** The position of the stream up to which all has been forced. */
  private volatile long forced;

  /**
   * The first message of the newest segment that lasts, names and header, which the state says too;
   * -1 if there is none.
   */
  private volatile long lasting = -1;

  /** The same of the newest whose names have been forced: the thread's own. */
  private long named = -1;

  /** Writes down, and forces, which segment is the newest that must be there. */
  @FunctionalInterface
  interface StateSaver {
    void save(long newest) throws IOException;
  }

  /**
   * @param forced what has been so far
   * @param whenForced run each time, and at the end, by this thread: wakes the writer
   * @param whenFailed told if the disk could not be forced; it is not asked again
   */
  Forcer(
      StoreDirectory directory,
      Duration interval,
      long forced,
      StateSaver state,
      Runnable whenForced,
      Consumer<Throwable> whenFailed) {
    this.directory = directory;
    this.interval = interval.toNanos();
    this.forced = forced;
    this.state = state;
    this.whenForced = whenForced;
    this.whenFailed = whenFailed;
    this.thread = Thread.ofPlatform().daemon().name("leat-log-forcer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  // Called by the writer

  /** Has files forced from now on, and closed once they are {@linkplain SegmentFiles#seal full}. */
  void add(SegmentFiles created) {
    while (files.size() >= 2 * MANY && !ended) {
      LockSupport.park(this); // until some have been forced, or nothing can be any more
      Threads.ignoreInterrupt();
    }
    files.add(created);
    if (files.size() >= MANY) {
      LockSupport.unpark(thread);
    }
  }

  /** Something has been written. */
  void written() {
    if (resting) {
      LockSupport.unpark(thread);
    }
  }

  long forced() {
    return forced;
  }

  long lasting() {
    return lasting;
  }

  /** Forces all there is, closes the files, and ends. */
  void close() {
    closing = true;
    LockSupport.unpark(thread);
    Threads.join(thread);
  }

  // The thread

  private void run() {
    try {
      long due = System.nanoTime() + interval;
      while (awaitWork() && awaitTime(due)) {
        Threads.ignoreInterrupt();
        due = System.nanoTime() + interval;
        force();
        whenForced.run();
      }
      force();
    } catch (SegmentFiles.ForceFailed | RuntimeException | Error e) {
      whenFailed.accept(e);
    } finally {
      ended = true;
      closeAll();
      whenForced.run();
    }
  }

  /** Waits until something has been written; false at the end. */
  private boolean awaitWork() {
    while (!closing && !anythingUnforced()) {
      Threads.ignoreInterrupt(); // which would keep it from resting
      resting = true;
      if (!closing && !anythingUnforced()) {
        LockSupport.park(this);
      }
      resting = false;
    }
    return !closing;
  }

  private boolean anythingUnforced() {
    return files.stream().anyMatch(SegmentFiles::unforced);
  }

  /** Waits until that moment, or until there are many files; false at the end. */
  private boolean awaitTime(long due) {
    for (long left; !closing && files.size() < MANY && (left = due - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(this, left);
      Threads.ignoreInterrupt();
    }
    return !closing;
  }

  private void force() throws SegmentFiles.ForceFailed {
    List<SegmentFiles> there = List.copyOf(files);
    if (there.isEmpty()) {
      return;
    }
    long newest = there.getLast().header().baseOffset();
    if (newest > named) {
      SegmentFiles.forceNames(directory);
      named = newest;
    }
    long last = lasting;
    for (SegmentFiles next : there) {
      boolean full = next.sealed();
      forced = next.force();
      if (forced > next.header().basePosition()) {
        last = next.header().baseOffset();
      }
      if (full) {
        files.remove(next);
        close(next);
      }
    }
    if (last > lasting) {
      save(last);
      lasting = last;
    }
  }

  private void save(long newest) throws SegmentFiles.ForceFailed {
    try {
      state.save(newest);
    } catch (IOException e) {
      throw new SegmentFiles.ForceFailed(e);
    }
  }

  private void closeAll() {
    for (SegmentFiles next; (next = files.poll()) != null; ) {
      close(next);
    }
  }

  private void close(SegmentFiles full) {
    try {
      full.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a file of the store " + directory.path() + " was not closed", e);
    }
  }
}
