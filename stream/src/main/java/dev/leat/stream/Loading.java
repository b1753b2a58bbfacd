package dev.leat.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Brings segments that lie on disk to readers who wait for them. It is done by a thread of its own,
 * which is started when it is first needed: lest an interrupt close a file, lest a reader's carrier
 * thread waits for the disk, and lest what is appended waits for what is read.
 */
final class Loading {
  private static final System.Logger LOG = System.getLogger(Loading.class.getName());

  private final LogCore log;
  private final ReentrantLock lock;
  private final Segments segments;
  private final StoreDirectory directory;
  private final Loader loader;
  private final Predicate<Segment> gone;
  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();
  private final Queue<Segment> wanted = new ConcurrentLinkedQueue<>();
  private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  /**
   * @param lock the log's
   * @param gone asked by that thread: whether a segment that could not be loaded is no longer kept
   */
  Loading(
      LogCore log,
      ReentrantLock lock,
      Segments segments,
      StoreDirectory directory,
      Predicate<Segment> gone) {
    this.log = log;
    this.lock = lock;
    this.segments = segments;
    this.directory = directory;
    this.loader = new Loader(directory);
    this.gone = gone;
    this.thread = Thread.ofPlatform().daemon().name("leat-log-loader").unstarted(this::run);
  }

  // Called by readers

  /** Has a segment loaded that somebody will want to read. */
  void expect(Segment cold) {
    try {
      ask(cold);
    } catch (IOException e) {
      LOG.log(Level.WARNING, e.getMessage()); // whoever comes to read it will ask again
    }
  }

  private void ask(Segment cold) throws IOException {
    if (ended) {
      return;
    }
    wanted.add(cold);
    if (!started.compareAndSet(false, true)) {
      LockSupport.unpark(thread);
      return;
    }
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // there may be as many threads as the system allows
      started.set(false);
      wakeReaders(); // who have left it to this one
      throw new IOException("no thread could be started to read the store: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until a segment can be read, or is gone. Of one that is damaged that is said at once,
   * while it is looked at again; what else has failed before may have passed, and is tried again.
   *
   * @param givenUp whether the wait is in vain
   * @throws StoreDamaged if it cannot be read
   * @throws LogClosed if nothing is loaded any more
   */
  void await(Segment cold, BooleanSupplier givenUp) throws IOException {
    Thread current = Thread.currentThread();
    waiting.add(current);
    try {
      checkInterrupt();
      IOException before = cold.failure();
      ask(cold);
      while (cold.current() == cold && !cold.dropped() && !givenUp.getAsBoolean()) {
        checkInterrupt();
        IOException failure = cold.failure();
        if (failure != null && (!failure.equals(before) || failure instanceof StoreDamaged)) {
          throw failure;
        }
        if (ended) {
          throw new LogClosed("the stream is closed: nothing can be read from it");
        }
        if (!started.get()) {
          ask(cold);
        }
        LockSupport.park(this);
      }
    } finally {
      waiting.remove(current);
    }
  }

  /**
   * What was mapped cannot be read any more: its file has been cut short, or the disk has failed.
   */
  StoreDamaged unreadable(Segment segment, int place, long offset, InternalError why) {
    var damage =
        new StoreDamaged(
            directory.data(segment.baseOffset()),
            place,
            offset,
            "it can no longer be read: " + why.getMessage());
    damage.initCause(why);
    return damage;
  }

  private static void checkInterrupt() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while a segment was being loaded");
    }
  }

  // The thread

  private void run() {
    while (!ended) {
      Threads.ignoreInterrupt();
      Segment cold = wanted.poll();
      if (cold == null) {
        LockSupport.park(this);
      } else {
        load(cold);
        wakeReaders();
      }
    }
  }

  private void load(Segment cold) {
    try {
      loadOrSay(cold);
    } catch (RuntimeException | Error e) {
      // Whatever is wrong with one segment, others can be read.
      String data = directory.data(cold.baseOffset()).toString();
      failed(cold, new IOException(data + " cannot be read: " + e, e));
      LOG.log(Level.ERROR, data + " cannot be read", e);
    }
  }

  private void loadOrSay(Segment cold) {
    Extent extent = cold.extent();
    if (extent == null || !cold.cold() || cold.current() != cold || cold.dropped()) {
      return;
    }
    try {
      replace(cold, loader.load(cold, extent), true);
    } catch (IOException e) {
      if (!gone.test(cold)) {
        LOG.log(Level.WARNING, e.getMessage());
        failed(cold, e);
      }
    }
  }

  /** Tells it to all who have asked by now; it is tried again for those who ask from now on. */
  private void failed(Segment cold, IOException why) {
    wanted.removeIf(cold::equals);
    cold.failed(why);
  }

  // Called by any thread of the stream

  /** Has readers who wait for a segment look whether it is there, or gone. */
  void wakeReaders() {
    waiting.forEach(LockSupport::unpark);
  }

  /** Has a segment that is full read from its files, which this process has just seen written. */
  void reopen(Segment full, Extent extent) {
    replace(full, reopened(full, extent), true);
  }

  /** What can be read from its files in place of a segment that is full. */
  Segment reopened(Segment full, Extent extent) {
    try {
      return loader.reopen(full, extent);
    } catch (IOException e) {
      LOG.log(Level.WARNING, directory.data(extent.baseOffset()) + " cannot be read now", e);
      return full.cold(extent);
    }
  }

  /**
   * Has another one read in place of a segment, unless that has been dropped.
   *
   * @param wait for the log's lock
   * @return whether that is done; false if the lock is taken
   */
  boolean replace(Segment segment, Segment other, boolean wait) {
    if (wait) {
      lock.lock();
    } else if (!lock.tryLock()) {
      return false;
    }
    boolean replaced;
    try {
      replaced = segments.replace(segment, other);
    } finally {
      lock.unlock();
    }
    if (!replaced) {
      other.drop();
    }
    loader.tidy(this::cool);
    log.changed();
    return true;
  }

  private boolean cool(Segment mapped) {
    lock.lock();
    try {
      Extent extent = mapped.extent();
      return extent != null && mapped.idle() && segments.replace(mapped, mapped.cold(extent));
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is loaded any more, when this returns. */
  void end() {
    ended = true;
    LockSupport.unpark(thread);
    Threads.join(thread);
    wakeReaders();
  }
}
