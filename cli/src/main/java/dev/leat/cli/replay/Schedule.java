package dev.leat.cli.replay;

import dev.leat.cli.pace.Speed;
import dev.leat.cli.pace.Timeline;
import dev.leat.cli.replay.Excerpt.Bounds;
import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import dev.leat.stream.Start;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says how far a performance of a recording has come: up to which message it is due. A store that
 * is being written is followed until its writer ends. Used by one thread.
 */
final class Schedule implements AutoCloseable {
  /** Where so many are due at once, it says so before it looks further. */
  private static final long MOST = 10_000;

  /** How often to look whether the store is still being written. */
  private static final Duration GLANCE = Duration.ofMillis(100);

  private final MessageLog store;
  private final Cursor cursor;
  private final Bounds bounds;
  private final Timeline timeline;
  private final Thread watch;

  /** The first message that has been read and is not due. */
  private @Nullable Entry ahead;

  /** Behind the last message that is due, and the same when last told. */
  private long due;

  private long told;

  /** Behind the last message that is known to be there. */
  private long known;

  Schedule(MessageLog store, Bounds bounds, Speed speed) throws IOException {
    this.store = store;
    this.bounds = bounds;
    this.cursor = store.cursor(Start.offset(bounds.first()), Slow.SKIP);
    this.timeline = new Timeline(speed);
    this.due = bounds.first();
    this.told = due;
    this.watch = Thread.ofVirtual().name("leat-replay-end").start(this::endWithWriter);
  }

  /** Whether it takes one: else all is due at once. */
  static boolean needed(Bounds bounds, Speed speed, MessageLog store) {
    boolean endMayNotCome = !bounds.open() && bounds.end() > store.next();
    return !speed.unlimited() || bounds.until() != null || endMayNotCome;
  }

  private void endWithWriter() {
    try {
      awaitWriter(store);
      cursor.endHere();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it has ended before
    }
  }

  /** Waits until nobody writes the store. */
  static void awaitWriter(MessageLog store) throws InterruptedException {
    while (store.written()) {
      Thread.sleep(GLANCE);
    }
  }

  /**
   * The first message was there at this moment, against which the others are timed. Unless it is
   * said, it is when the second is asked for. So what it takes to send a message for the first time
   * makes that one late, and not all others early.
   *
   * @param at as {@link System#nanoTime()} tells it
   */
  void begun(long at) {
    timeline.begin(at);
  }

  /**
   * Waits until more is due.
   *
   * @return behind the last message that is; the same as before at the end
   */
  long await() throws IOException, InterruptedException {
    if (told > bounds.first()) {
      timeline.begin();
    }
    for (; ; ) {
      Entry entry = ahead == null ? next() : ahead;
      ahead = entry;
      if (entry == null) {
        return tell();
      }
      if (timeline.untilDue(entry.time()) > 0) {
        if (due > told) {
          return tell();
        }
        timeline.await(entry.time());
      }
      due = entry.offset() + 1;
      ahead = null;
      if (due - told >= MOST || nothingMoreYet()) {
        return tell();
      }
    }
  }

  private long tell() {
    told = due;
    return due;
  }

  /** The next message of the excerpt; null at its end. */
  private @Nullable Entry next() throws IOException {
    if (due >= bounds.end()) {
      return null;
    }
    Entry entry = cursor.next();
    Instant until = bounds.until();
    boolean behind =
        entry != null
            && (entry.offset() >= bounds.end() || (until != null && !entry.time().isBefore(until)));
    return behind ? null : entry;
  }

  /** Whether looking for the next message may take long. */
  private boolean nothingMoreYet() {
    if (due >= known) {
      known = store.next();
    }
    return due >= known;
  }

  @Override
  public void close() {
    watch.interrupt();
    cursor.close();
  }
}
