package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.framing.Decoder;
import dev.leat.framing.Framing;
import dev.leat.stream.CursorDisconnected.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Publishers append at full speed to a stored log so small that segments are sealed, mapped,
 * dropped and unmapped all the time, while a thousand cursors read it, and a few more follow it as
 * another process would: fast and slow ones, and some that are stuck. Each byte is checked, so
 * memory that had been freed or unmapped would show; so would a message lost, doubled or cut.
 *
 * <p>{@code -Dleat.poison.seconds=600} makes it run for so long.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RetentionUnderLoadTest {
  private static final int PUBLISHERS = 4;
  private static final int CURSORS = 1_000;
  private static final int FOLLOWING = 20;
  private static final int LONGEST = 400;
  private static final long RETENTION = 1 << 20;
  private static final LogOptions OPTIONS =
      LogOptions.standard().retention(RETENTION).slowTimeout(Duration.ofMillis(200));

  @TempDir Path directory;

  private final LongAdder checked = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final Map<Reason, LongAdder> ends = new EnumMap<>(Reason.class);
  private final Set<Cursor> reading = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean over;

  private interface Work {
    void run() throws Exception;
  }

  private Runnable guarded(Work work) {
    return () -> {
      try {
        work.run();
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
        over = true;
      }
    };
  }

  @Test
  void nobodyIsEverGivenAByteThatWasNotAppendedThere() throws Exception {
    for (Reason reason : Reason.values()) {
      ends.put(reason, new LongAdder());
    }
    long seconds = Long.getLong("leat.poison.seconds", 4);
    var random = new SplittableRandom(Long.getLong("leat.poison.seed", 20260101));
    Path store = directory.resolve("store");
    long appended;
    try (var log = MessageLog.open(store, Framing.lines(), OPTIONS, StoreOptions.standard());
        var followed = MessageLog.follow(store)) {
      List<Thread> threads = new ArrayList<>();
      for (int p = 0; p < PUBLISHERS; p++) {
        long base = (long) p << 40;
        threads.add(Thread.ofPlatform().start(guarded(() -> publish(log, base))));
      }
      for (int i = 0; i < CURSORS + FOLLOWING; i++) {
        MessageLog read = i < CURSORS ? log : followed;
        var own = random.split();
        threads.add(Thread.ofVirtual().start(guarded(() -> readOnAndOn(read, own))));
      }
      watch(log, seconds);
      over = true;
      for (Thread publisher : threads.subList(0, PUBLISHERS)) {
        assertThat(publisher.join(Duration.ofMinutes(5))).as("%s ends", publisher).isTrue();
      }
      // Whoever waits for more has everything; and none may come any more to end the wait.
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> reading.stream().allMatch(cursor -> cursor.counts().lagBytes() == 0));
      log.append(Numbered.message((1L << 40) - 1, LONGEST));
      for (Thread thread : threads) {
        assertThat(thread.join(Duration.ofMinutes(5))).as("%s ends", thread).isTrue();
      }
      appended = log.next();
    }
    System.out.printf(
        "retention: %d messages appended, %d checked, %d skipped, ends %s%n",
        appended, checked.sum(), skipped.sum(), ends);
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
    try (var log = Stores.open(store, Stores.LARGE, Sync.INTERVAL)) {
      assertThat(log.next()).isEqualTo(appended);
    }
  }

  /** Looks at what the log holds until everything that can happen has, often. */
  private void watch(MessageLog log, long seconds) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long atMost = until + TimeUnit.MINUTES.toNanos(10);
    while (!over
        && (System.nanoTime() - until < 0
            || (!everythingHappened(log) && System.nanoTime() - atMost < 0))) {
      LogCounts counts = log.counts();
      assertThat(counts.memory()).isLessThanOrEqualTo(2 * RETENTION);
      assertThat(counts.earliest()).isLessThanOrEqualTo(counts.next());
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(over || everythingHappened(log))
        .as("%d checked, %d skipped, ends %s, %s", checked.sum(), skipped.sum(), ends, log.counts())
        .isTrue();
  }

  private boolean everythingHappened(MessageLog log) {
    return checked.sum() > 100_000
        && skipped.sum() > 1_000
        && log.counts().bytes() > 10 * RETENTION
        && ends.get(Reason.STALLED).sum() > 0
        && ends.get(Reason.OVERTAKEN).sum() > 0;
  }

  private void publish(MessageLog log, long base) throws IOException {
    ByteBuffer batch = ByteBuffer.allocate(50 * (LONGEST + 1));
    for (long i = base; !over; ) {
      if (base == 0) {
        log.append(Numbered.message(i++, LONGEST));
      } else {
        batch.clear();
        for (int j = 0; j < 50; j++) {
          Framing.lines().encode(Numbered.message(i++, LONGEST), batch);
        }
        assertThat(log.appendFrames(batch.flip())).isEqualTo(50);
      }
    }
  }

  private void readOnAndOn(MessageLog log, SplittableRandom random) throws IOException {
    while (!over) {
      Slow policy = random.nextInt(4) == 0 ? Slow.DISCONNECT : Slow.SKIP;
      try (var cursor = log.cursor(start(log, random), policy)) {
        reading.add(cursor);
        try {
          new Reading(cursor, random).run();
        } finally {
          reading.remove(cursor);
        }
      } catch (OffsetOutOfRange e) {
        assertThat(log.counts().earliest()).as("it has been dropped meanwhile").isPositive();
      }
    }
  }

  private static Start start(MessageLog log, SplittableRandom random) {
    LogCounts counts = log.counts();
    return switch (random.nextInt(5)) {
      case 0 -> Start.earliest();
      case 1 -> Start.last();
      case 2 -> Start.latest();
      case 3 -> Start.offset(random.nextLong(counts.earliest(), counts.next() + 1));
      default -> Start.time(Instant.now().minusMillis(random.nextInt(30)));
    };
  }

  /** What one cursor is given, and how it behaves. */
  private final class Reading implements WritableByteChannel {
    private final Cursor cursor;
    private final SplittableRandom random;
    private final Decoder decoder = Framing.lines().decoder();
    private final int most;
    private final long[] last = new long[PUBLISHERS];
    private final CountDownLatch told = new CountDownLatch(1);
    private final long first;
    private ByteBuffer partial = ByteBuffer.allocate(8 << 10).limit(0);
    private boolean stuck;
    private long messages;

    Reading(Cursor cursor, SplittableRandom random) {
      this.cursor = cursor;
      this.random = random;
      this.most = 1 + random.nextInt(random.nextBoolean() ? 500 : 100_000);
      this.first = cursor.counts().offset();
    }

    void run() throws IOException {
      cursor.whenDisconnected(told::countDown);
      int turns = 1 + random.nextInt(500);
      int stuckAt = random.nextInt(10) == 0 ? random.nextInt(turns) : turns;
      boolean byMessage = random.nextInt(3) == 0;
      boolean slow = random.nextInt(4) == 0;
      try {
        for (int i = 0; i < turns && !over; i++) {
          stuck = i == stuckAt;
          if (byMessage) {
            arrived(cursor.next().message().buffer());
          } else {
            cursor.writeTo(this);
          }
          if (slow) {
            LockSupport.parkNanos(random.nextInt(2_000_000));
          }
        }
      } catch (CursorDisconnected e) {
        ends.get(e.reason()).increment();
      }
      CursorCounts counts = cursor.counts();
      skipped.add(counts.skipped());
      assertThat(counts.offset()).isEqualTo(first + messages + counts.skipped());
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (stuck) {
        awaitDisconnect();
      }
      int taken = Math.min(source.remaining(), most);
      if (partial.capacity() - partial.remaining() < taken) {
        partial = ByteBuffer.allocate(2 * (partial.remaining() + taken)).put(partial);
      } else {
        partial.compact();
      }
      partial.put(source.slice(source.position(), taken)).flip();
      source.position(source.position() + taken);
      for (ByteBuffer message; (message = decoder.decode(partial)) != null; ) {
        arrived(message);
      }
      return taken;
    }

    /** Of each publisher the messages come in its order. */
    private void arrived(ByteBuffer message) {
      long number = Numbered.number(message);
      int publisher = (int) (number >>> 40);
      assertThat(number).isGreaterThanOrEqualTo(last[publisher]);
      last[publisher] = number + 1;
      messages++;
      checked.increment();
    }

    /** Who is stuck is disconnected in the end; what it was lent is there until it lets go. */
    private void awaitDisconnect() {
      try {
        while (!told.await(5, TimeUnit.MILLISECONDS) && !over) {}
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts", e);
      }
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
