package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The power is cut while four publishers append: what the crash model promises is there. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PowerLossTest {
  private static final int PUBLISHERS = 4;
  private static final int ROUNDS = Integer.getInteger("leat.powerloss.rounds", 12);
  private static final LogOptions OPTIONS =
      LogOptions.standard().retention(256 << 10).slowTimeout(null);

  @TempDir Path directory;

  private static MessageLog open(Path store, StoreOptions options, Disk disk) throws IOException {
    return MessageLog.open(store, Framing.lines(), OPTIONS, options, InstantSource.system(), disk);
  }

  @Test
  void withAlwaysEverythingAcknowledgedIsThere() throws Exception {
    var options = StoreOptions.standard().sync(Sync.ALWAYS);
    Path store = directory.resolve("0");
    Map<Long, Long> acknowledged = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      var random = new Random(round);
      var disk = new SimulatedDisk("boot " + round, store);
      Path left = directory.resolve(Integer.toString(round + 1));
      var log = open(store, options, disk);
      if (round > 0) {
        check(log, acknowledged);
      }
      var publishers = new Publishers(log, round);
      publishers.awaitAcknowledged(random.nextInt(300));
      disk.lose(store, left, random);
      acknowledged.putAll(publishers.end());
      log.close();
      store = left;
    }
    try (var log = open(store, options, new SimulatedDisk("last", store))) {
      check(log, acknowledged);
    }
  }

  @Test
  void withIntervalsEverythingButTheLastIntervalIsThere() throws Exception {
    var options = StoreOptions.standard().interval(Duration.ofMillis(2));
    Path store = directory.resolve("0");
    Map<Long, Long> acknowledged = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      var random = new Random(-round);
      var disk = new SimulatedDisk("boot " + round, store);
      Path left = directory.resolve(Integer.toString(round + 1));
      var log = open(store, options, disk);
      if (round > 0) {
        check(log, acknowledged);
      }
      long next = log.next();
      long bytes = log.counts().bytes();
      var publishers = new Publishers(log, round);
      publishers.awaitAcknowledged(random.nextInt(300));
      Map<Long, Long> before = publishers.acknowledged();
      long end = log.counts().bytes();
      soon().until(() -> disk.keptSince(next) >= end - bytes);
      int forces = disk.forces();
      // The data is forced first, and then its index.
      soon().until(() -> end == bytes || disk.forces() > forces);
      publishers.awaitAcknowledged(before.size() + random.nextInt(100));
      disk.lose(store, left, random);
      publishers.end();
      log.close();
      // Of what came later some may be lost, and the offsets go to others.
      acknowledged.values().removeIf(offset -> offset >= next);
      acknowledged.putAll(before);
      store = left;
    }
    try (var log = open(store, options, new SimulatedDisk("last", store))) {
      check(log, acknowledged);
    }
  }

  @Test
  void aLossOfPowerBeginsANewEpoch() throws Exception {
    var options = StoreOptions.standard().sync(Sync.ALWAYS);
    Path store = directory.resolve("store");
    long first;
    try (var log = open(store, options, new SimulatedDisk("one", store))) {
      first = log.epoch();
      log.append("one");
    }
    var disk = new SimulatedDisk("two", store);
    var log = open(store, options, disk);
    assertThat(log.epoch()).as("it was closed in order").isEqualTo(first);
    log.append("two");
    disk.lose(store, directory.resolve("left"), new Random(1));
    log.close();
    Path left = directory.resolve("left");
    try (var again = open(left, options, new SimulatedDisk("three", left))) {
      assertThat(again.epoch()).isGreaterThan(first);
      assertThat(Stores.read(again, 0)).containsExactly("one", "two");
    }
  }

  private static ConditionFactory soon() {
    return await()
        .atMost(Task.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2));
  }

  /** Every message is whole, none is there twice, and those that must be are at their offsets. */
  private static void check(MessageLog log, Map<Long, Long> acknowledged) throws IOException {
    Map<Long, Long> found = new HashMap<>();
    try (var cursor = log.cursor(Start.earliest())) {
      cursor.endHere();
      for (Entry entry; (entry = cursor.next()) != null; ) {
        long number = Numbered.number(ByteBuffer.wrap(entry.message().bytes()));
        assertThat(found.put(number, entry.offset())).as("%x again", number).isNull();
      }
    }
    long earliest = log.counts().earliest();
    acknowledged.forEach((number, offset) -> {
      if (offset >= earliest) {
        assertThat(found).containsEntry(number, offset);
      }
    });
  }

  /** Threads that append numbered messages until they are told to end, or cannot. */
  private static final class Publishers {
    private final Map<Long, Long> acknowledged = new ConcurrentHashMap<>();
    private final List<Task<Boolean>> tasks = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger(PUBLISHERS);
    private volatile boolean ending;

    Publishers(MessageLog log, int round) {
      for (int p = 0; p < PUBLISHERS; p++) {
        long base = ((long) round << 32) | ((long) p << 24);
        tasks.add(Task.start(() -> publish(log, base)));
      }
    }

    private boolean publish(MessageLog log, long base) throws IOException {
      try {
        for (int i = 0; !ending; i++) {
          ByteBuffer message = Numbered.message(base + i, 600);
          if (i % 5 == 0) {
            batch(log, base + i + (1 << 20));
          }
          acknowledged.put(base + i, log.append(message));
        }
        return true;
      } catch (AppendFailed | LogClosed e) {
        return false; // the power is off
      } finally {
        running.decrementAndGet();
      }
    }

    /** Appends two at once; where they are is not known. */
    private static void batch(MessageLog log, long number) throws IOException {
      ByteBuffer two = ByteBuffer.allocate(2_000);
      Framing.lines().encode(Numbered.message(number, 600), two);
      Framing.lines().encode(Numbered.message(number + (1 << 21), 600), two);
      log.appendFrames(two.flip());
    }

    void awaitAcknowledged(int count) {
      soon().until(() -> acknowledged.size() >= count || running.get() == 0);
      assertThat(acknowledged.size()).isGreaterThanOrEqualTo(count);
    }

    Map<Long, Long> acknowledged() {
      return Map.copyOf(acknowledged);
    }

    Map<Long, Long> end() throws Exception {
      ending = true;
      for (Task<Boolean> task : tasks) {
        task.result();
      }
      return acknowledged();
    }
  }
}
