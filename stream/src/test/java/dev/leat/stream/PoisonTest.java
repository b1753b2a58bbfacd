package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Decoder;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.stream.CursorDisconnected.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Appends at full speed into logs so small that segments are dropped and freed all the time, while
 * cursors of all kinds read them: fast and slow ones, some that are stuck, some that are closed by
 * others, all of them coming and going. Each byte that one of them is given is checked, so memory
 * that had been freed or written anew would show; so would a message lost, doubled or cut, and a
 * count that is not exact. In the end each log is closed in the middle of it all.
 *
 * <p>{@code -Dleat.poison.seconds=600} makes it run for so long.
 */
class PoisonTest {
  private static final Duration SLOW_TIMEOUT = Duration.ofMillis(60);
  private static final int READERS = 24;

  private final LongAdder checked = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder appended = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder drops = new LongAdder();
  private final Map<Reason, LongAdder> ends = new EnumMap<>(Reason.class);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  @Test
  void nobodyIsEverGivenAByteThatWasNotAppendedThere() throws Exception {
    for (Reason reason : Reason.values()) {
      ends.put(reason, new LongAdder());
    }
    long seconds = Long.getLong("leat.poison.seconds", 8);
    long seed = Long.getLong("leat.poison.seed", 20260101);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    var random = new SplittableRandom(seed);
    int rounds = 0;
    long atMost = until + TimeUnit.SECONDS.toNanos(60);
    do {
      new Round(random.split(), rounds++).run();
    } while (failure.get() == null
        && (System.nanoTime() - until < 0
            || (!everythingHappened() && System.nanoTime() - atMost < 0)));
    System.out.printf(
        "poison: %d rounds, %d messages appended, %d checked in %d bytes, %d skipped, %d segments dropped, ends %s%n",
        rounds, appended.sum(), checked.sum(), bytes.sum(), skipped.sum(), drops.sum(), ends);
    if (failure.get() != null) {
      throw new AssertionError("seed " + seed, failure.get());
    }
    assertThat(everythingHappened()).isTrue();
  }

  private boolean everythingHappened() {
    return checked.sum() > 100_000
        && skipped.sum() > 1_000
        && drops.sum() > 1_000
        && ends.values().stream().allMatch(count -> count.sum() > 0);
  }

  /** One log, from its opening to its close. */
  private final class Round {
    private final SplittableRandom random;
    private final long retention;
    private final int longest;
    private final Framing framing;
    private final MessageLog log;
    private final boolean waited;
    private final List<Cursor> open = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    Round(SplittableRandom random, int number) {
      this.random = random;
      this.retention = 4096L << random.nextInt(6);
      this.waited = random.nextBoolean();
      this.longest = (int) Math.min(retention / 8, 24 + random.nextInt(2_000));
      this.framing = Framing.parse(number % 2 == 0 ? "lines" : "u16be");
      this.log =
          new MessageLog(
              framing,
              LogOptions.standard().retention(retention).slowTimeout(SLOW_TIMEOUT),
              InstantSource.system());
    }

    void run() throws InterruptedException {
      List<Thread> threads = new ArrayList<>();
      threads.add(Thread.ofPlatform().start(guarded(this::append)));
      threads.add(Thread.ofPlatform().start(guarded(this::closeSome)));
      threads.add(Thread.ofPlatform().start(guarded(this::watchMemory)));
      for (int i = 0; i < READERS; i++) {
        var own = random.split();
        threads.add(Thread.ofVirtual().start(guarded(() -> read(own))));
      }
      long length = TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(400));
      long end = System.nanoTime() + length;
      for (long left; failure.get() == null && (left = end - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(left);
      }
      log.close();
      over = true;
      for (Thread thread : threads) {
        if (!thread.join(Task.PATIENCE)) {
          var hangs = new AssertionError("a thread does not end");
          hangs.setStackTrace(thread.getStackTrace());
          fail(hangs);
        }
      }
      LogCounts counts = log.counts();
      appended.add(counts.next());
      drops.add(counts.bytes() / (retention / 4));
      if (failure.get() == null && (counts.memory() != 0 || counts.cursors() != 0)) {
        fail(new AssertionError("something was not let go of: " + counts));
      }
    }

    private void fail(Throwable e) {
      failure.compareAndSet(null, e);
      over = true;
    }

    private Runnable guarded(Work work) {
      return () -> {
        try {
          work.run();
        } catch (Throwable e) {
          fail(e);
        }
      };
    }

    private void append() throws IOException {
      ByteBuffer batch = ByteBuffer.allocate(16 << 10);
      try {
        for (long next = 0; !over; ) {
          if (random.nextInt(4) > 0) {
            long offset = log.append(Numbered.message(next, longest));
            assertThat(offset).isEqualTo(next++);
          } else {
            long first = next;
            batch.clear();
            for (int i = random.nextInt(50); i >= 0 && batch.remaining() > longest + 2; i--) {
              framing.encode(Numbered.message(next++, longest), batch);
            }
            assertThat(log.appendFrames(batch.flip())).isEqualTo((int) (next - first));
          }
        }
      } catch (LogClosed e) {
        assertThat(log.finished()).isTrue();
      }
    }

    private void watchMemory() {
      while (!over) {
        LogCounts counts = log.counts();
        assertThat(counts.memory()).isLessThanOrEqualTo(2 * retention);
        assertThat(counts.earliest()).isLessThanOrEqualTo(counts.next());
        LockSupport.parkNanos(10_000);
      }
    }

    private void closeSome() {
      var random = new SplittableRandom(7);
      while (!over) {
        LockSupport.parkNanos(random.nextInt(2_000_000));
        Cursor[] candidates = open.toArray(Cursor[]::new);
        if (candidates.length > 0) {
          Cursor cursor = candidates[random.nextInt(candidates.length)];
          cursor.counts();
          if (random.nextInt(4) == 0) {
            cursor.close();
          }
        }
      }
    }

    private void read(SplittableRandom random) throws IOException {
      while (!over) {
        Cursor cursor;
        try {
          cursor = log.cursor(start(random), policy(random));
        } catch (OffsetOutOfRange e) {
          continue; // it has been dropped meanwhile
        } catch (LogClosed e) {
          return;
        }
        open.add(cursor);
        try (cursor) {
          new Reading(cursor, framing, random).run();
        } finally {
          open.remove(cursor);
        }
      }
    }

    /** Those that appends wait for are few, or nothing would ever be dropped. */
    private Slow policy(SplittableRandom random) {
      int any = random.nextInt(20);
      if (any == 0 && waited) {
        return Slow.WAIT;
      }
      return any < 6 ? Slow.DISCONNECT : Slow.SKIP;
    }

    private Start start(SplittableRandom random) {
      LogCounts counts = log.counts();
      return switch (random.nextInt(5)) {
        case 0 -> Start.earliest();
        case 1 -> Start.last();
        case 2 -> Start.latest();
        case 3 -> Start.offset(random.nextLong(counts.earliest(), counts.next() + 1));
        default -> Start.time(Instant.now().minusMillis(random.nextInt(30)));
      };
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  /** What one cursor is given, and how it behaves. */
  private final class Reading implements WritableByteChannel {
    private final Cursor cursor;
    private final SplittableRandom random;
    private final Decoder decoder;
    private final int most;
    private final int pause;
    private final CountDownLatch told = new CountDownLatch(1);
    private ByteBuffer partial = ByteBuffer.allocate(8 << 10).limit(0);
    private boolean stuck;
    private long next;
    private long gaps;
    private long received;

    Reading(Cursor cursor, Framing framing, SplittableRandom random) {
      this.cursor = cursor;
      this.random = random;
      this.decoder = framing.decoder();
      this.most = 1 + random.nextInt(random.nextBoolean() ? 20 : 100_000);
      this.pause = random.nextInt(3) > 0 ? 0 : random.nextInt(1_000_000);
      this.next = cursor.counts().offset();
    }

    void run() throws IOException {
      cursor.whenDisconnected(told::countDown);
      int turns = 1 + random.nextInt(2_000);
      long limit = random.nextInt(4) == 0 ? random.nextInt(500) : Long.MAX_VALUE;
      if (limit < Long.MAX_VALUE) {
        cursor.limit(limit);
      }
      boolean byMessage = random.nextInt(3) == 0;
      int stuckAt = random.nextInt(8) == 0 ? random.nextInt(turns) : turns;
      long messages = 0;
      try {
        for (int i = 0; i < turns; i++) {
          stuck = i == stuckAt;
          if (byMessage) {
            Entry entry = cursor.next();
            if (entry == null) {
              assertThat(messages).isEqualTo(limit);
              break;
            }
            messages++;
            assertThat(entry.offset()).isEqualTo(Numbered.number(entry.message().buffer()));
            arrived(entry.offset());
          } else if (cursor.writeTo(this) < 0) {
            assertThat(limit).isLessThan(Long.MAX_VALUE);
            assertThat(partial.remaining()).as("it ends between messages").isZero();
            break;
          }
          if (pause > 0 && random.nextInt(8) == 0) {
            LockSupport.parkNanos(pause);
          }
        }
      } catch (CursorDisconnected e) {
        ends.get(e.reason()).increment();
      }
      checkCounts(byMessage);
    }

    private void checkCounts(boolean byMessage) {
      CursorCounts counts = cursor.counts();
      skipped.add(counts.skipped());
      assertThat(counts.skipped() - gaps).as("skipped, and nothing read since").isNotNegative();
      assertThat(counts.offset()).isEqualTo(next + counts.skipped() - gaps);
      if (!byMessage) {
        assertThat(counts.bytes()).isEqualTo(received);
      }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (stuck) {
        awaitDisconnect();
        throw new AsynchronousCloseException();
      }
      int taken = Math.min(source.remaining(), most);
      ByteBuffer given = source.slice(source.position(), taken);
      source.position(source.position() + taken);
      received += taken;
      bytes.add(taken);
      if (partial.capacity() - partial.remaining() < taken) {
        partial = ByteBuffer.allocate(2 * (partial.remaining() + taken)).put(partial);
      } else {
        partial.compact();
      }
      partial.put(given).flip();
      decode();
      return taken;
    }

    private void decode() throws FramingException {
      for (ByteBuffer message; (message = decoder.decode(partial)) != null; ) {
        arrived(Numbered.number(message));
      }
    }

    private void arrived(long number) {
      assertThat(number).isGreaterThanOrEqualTo(next);
      gaps += number - next;
      next = number + 1;
      checked.increment();
    }

    /** Whoever is stuck is disconnected in the end, if nobody closes it before. */
    private void awaitDisconnect() {
      long start = System.nanoTime();
      try {
        while (!told.await(1, TimeUnit.MILLISECONDS) && !cursor.over()) {
          assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Task.PATIENCE);
        }
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
