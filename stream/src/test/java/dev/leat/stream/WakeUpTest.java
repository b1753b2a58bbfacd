package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers who sleep, and how they are woken. */
class WakeUpTest {
  private static MessageLog log() {
    return MessageLog.inMemory(Framing.lines(), LogOptions.standard().retention(1 << 20));
  }

  @Test
  void aThousandSleepersOnAQuietStreamCostNoProcessorTime() throws Exception {
    try (var log = log()) {
      List<Task<Entry>> sleepers = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        var cursor = log.cursor(Start.latest());
        sleepers.add(Task.start(cursor::next));
      }
      for (var sleeper : sleepers) {
        sleeper.awaitWaiting();
      }
      // The virtual threads' carriers, and whatever else a log might run.
      assertThat(leastProcessorTimeOfASecond())
          .as("processor time of all threads but this one and the JVM's own")
          .isLessThan(Duration.ofMillis(20));
      log.append("wake");
      for (var sleeper : sleepers) {
        assertThat(sleeper.result().message().text()).isEqualTo("wake");
      }
    }
  }

  /** The least of some tries, since other tests' threads may still be ending. */
  private static Duration leastProcessorTimeOfASecond() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5 && least > 5_000_000; i++) {
      long before = processorTime();
      long end = System.nanoTime() + 1_000_000_000;
      for (long left; (left = end - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(left);
      }
      least = Math.min(least, processorTime() - before);
    }
    return Duration.ofNanos(least);
  }

  private static long processorTime() {
    var threads = ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().threadId();
    long total = 0;
    for (long id : threads.getAllThreadIds()) {
      if (id != self) {
        total += Math.max(0, threads.getThreadCpuTime(id));
      }
    }
    return total;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 100})
  void nobodyMissesAMessageThoughEachAppendFindsAllAsleepOrAboutToBe(int readers) throws Exception {
    int rounds = 20_000 / (readers + 5);
    try (var log = log()) {
      var turn = new Phaser(readers + 1);
      List<Task<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        var cursor = log.cursor(Start.earliest());
        tasks.add(
            Task.start(() -> {
              int seen = 0;
              for (Entry entry; (entry = cursor.next()) != null; seen++) {
                assertThat(entry.offset()).isEqualTo(seen);
                turn.arrive();
              }
              return seen;
            }));
      }
      for (int round = 0; round < rounds; round++) {
        log.append("ball");
        int phase = turn.arrive();
        turn.awaitAdvanceInterruptibly(phase, 60, TimeUnit.SECONDS);
      }
      log.finish();
      for (var task : tasks) {
        assertThat(task.result()).isEqualTo(rounds);
      }
    }
  }

  @Test
  void twoLogsCanPlayPingPong() throws Exception {
    int rounds = 20_000;
    try (var there = log();
        var back = log()) {
      var far = there.cursor(Start.earliest());
      var near = back.cursor(Start.earliest());
      var echo =
          Task.start(() -> {
            for (Entry entry; (entry = far.next()) != null; ) {
              back.append(entry.message());
            }
            return true;
          });
      var play =
          Task.start(() -> {
            for (int i = 0; i < rounds; i++) {
              there.append("ball " + i);
              assertThat(near.next().message().text()).isEqualTo("ball " + i);
            }
            return true;
          });
      assertThat(play.result()).isTrue();
      there.finish();
      assertThat(echo.result()).isTrue();
    }
  }

  @Test
  void manyAppendersAndReadersWhoSleepAndWakeAllGetEverything() throws Exception {
    int appenders = 4;
    int readers = 50;
    int each = 1_000;
    try (var log =
        MessageLog.inMemory(
            Framing.lines(), LogOptions.standard().retention(4 << 10).slow(Slow.WAIT))) {
      List<Task<Integer>> reading = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        var cursor = log.cursor(Start.earliest());
        reading.add(
            Task.start(() -> {
              int seen = 0;
              while (cursor.next() != null) {
                seen++;
              }
              return seen;
            }));
      }
      var left = new AtomicInteger(appenders);
      for (int a = 0; a < appenders; a++) {
        Thread.ofPlatform()
            .start(() -> {
              try {
                for (int i = 0; i < each; i++) {
                  log.append("message " + i);
                  if (i % 7 == 0) {
                    LockSupport.parkNanos(1);
                  }
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              } finally {
                left.decrementAndGet();
              }
            });
      }
      await().atMost(Duration.ofSeconds(60)).untilAtomic(left, Matchers.is(0));
      log.finish();
      for (var reader : reading) {
        assertThat(reader.result()).isEqualTo(appenders * each);
      }
    }
  }

  @Test
  void aSleeperGetsAMessageSoon() throws Exception {
    try (var log = log()) {
      var cursor = log.cursor(Start.earliest());
      var reader =
          Task.start(() -> {
            List<Long> latencies = new ArrayList<>();
            for (Entry entry; (entry = cursor.next()) != null; ) {
              latencies.add(System.nanoTime() - Long.parseLong(entry.message().text()));
            }
            latencies.sort(null);
            return latencies;
          });
      for (int i = 0; i < 500; i++) {
        reader.awaitWaiting();
        log.append(Long.toString(System.nanoTime()));
      }
      log.finish();
      List<Long> latencies = reader.result();
      assertThat(latencies).hasSize(500);
      assertThat(Duration.ofNanos(latencies.get(250)))
          .as("half of them; generous, for a machine that is busy")
          .isLessThan(Duration.ofMillis(200));
    }
  }
}
