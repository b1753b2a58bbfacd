package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The power is cut while four publishers append: what the crash model promises is there. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PowerLossTest {
  private static final int PUBLISHERS = 4;
  private static final int ROUNDS = Integer.getInteger("leat.powerloss.rounds", 4);

  /** How often each store loses its power; more often where it also does while it is opened. */
  private static final int LOSSES = 6;

  private static final LogOptions OPTIONS =
      LogOptions.standard().retention(256 << 10).slowTimeout(null);

  @TempDir Path directory;

  private static MessageLog open(Path store, StoreOptions options, Disk disk) throws IOException {
    return MessageLog.open(store, Framing.lines(), OPTIONS, options, InstantSource.system(), disk);
  }

  /** A store through losses of power, each of which leaves it in another directory. */
  private final class Losses {
    private final StoreOptions options;
    private final Random random;
    private final Path here;
    private Path store;
    private int number;
    private SimulatedDisk disk;

    Losses(Sync sync, int seed) throws IOException {
      this.options = StoreOptions.standard().sync(sync).interval(Duration.ofMillis(2));
      this.random = new Random(seed);
      this.here = Files.createDirectory(directory.resolve(Integer.toString(seed)));
      this.store = here.resolve("0");
      this.disk = new SimulatedDisk("boot 0", store);
    }

    /** Opens the store, after some attempts in which the power was cut again. */
    MessageLog open() throws IOException {
      while (random.nextInt(2) == 0) {
        disk.cutAfter(random.nextInt(25));
        try {
          PowerLossTest.open(store, options, disk).close();
        } catch (IOException e) {
          if (!disk.isOff()) {
            throw e;
          }
        }
        lose();
      }
      return PowerLossTest.open(store, options, disk);
    }

    void lose() throws IOException {
      number++;
      Path left = here.resolve(Integer.toString(number));
      if (Files.exists(store)) {
        disk.lose(store, left, random);
      }
      store = left;
      disk = new SimulatedDisk("boot " + number, store);
    }
  }

  @Test
  void withAlwaysEverythingAcknowledgedIsThere() throws Exception {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var losses = new Losses(Sync.ALWAYS, seed);
      Map<Long, Long> acknowledged = new HashMap<>();
      for (int round = 0; round < LOSSES; round++) {
        var log = losses.open();
        check(log, acknowledged);
        if (losses.random.nextInt(3) == 0) {
          losses.disk.cutAfter(losses.random.nextInt(100));
        }
        var publishers = new Publishers(log, round);
        publishers.awaitAcknowledged(losses.random.nextInt(300));
        losses.lose();
        acknowledged.putAll(publishers.end());
        log.close();
      }
      try (var log = losses.open()) {
        check(log, acknowledged);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ALWAYS", "INTERVAL"})
  void whatCouldNotBeForcedCountsAsForcedOnlyAfterItHasBeenWrittenAgain(Sync sync)
      throws Exception {
    for (int seed = 0; seed < 8; seed++) {
      Path store = directory.resolve(sync + "-" + seed);
      Path left = directory.resolve(sync + "-" + seed + "-left");
      var disk = new SimulatedDisk("boot", store);
      var first = StoreOptions.standard().sync(sync).interval(Duration.ofMillis(1));
      var log = open(store, first, disk);
      log.append("one");
      disk.failForce();
      MessageLog stopping = log;
      soon()
          .untilAsserted(
              () -> assertThatThrownBy(() -> stopping.append("two")).isInstanceOf(LogClosed.class));
      log.close();
      disk.repair();
      var always = StoreOptions.standard().sync(Sync.ALWAYS);
      log = open(store, always, disk);
      log.append("acknowledged");
      List<String> held = Stores.read(log, 0);
      disk.lose(store, left, new Random(seed));
      log.close();
      try (var after = open(left, always, new SimulatedDisk("next boot", left))) {
        assertThat(Stores.read(after, 0)).isEqualTo(held).endsWith("acknowledged");
      }
    }
  }

  @Test
  void whatHasBeenCopiedIsForcedBeforeItCountsAsForced() throws Exception {
    Path store = directory.resolve("store");
    var always = StoreOptions.standard().sync(Sync.ALWAYS);
    try (var log = open(store, always, Disk.SYSTEM)) {
      Logs.fill(log, 2_000);
    }
    for (int seed = 0; seed < 4; seed++) {
      Path copy = directory.resolve("copy-" + seed);
      Path left = directory.resolve("left-" + seed);
      var disk = new SimulatedDisk("boot", copy);
      Stores.copy(store, copy);
      if (seed % 2 == 1) { // A writer that forces nothing was there between.
        open(copy, always.sync(Sync.NONE), disk).close();
      }
      var log = open(copy, always, disk);
      log.append("acknowledged");
      List<String> held = Stores.read(log, log.counts().earliest());
      disk.lose(copy, left, new Random(seed));
      log.close();
      try (var after = open(left, always, new SimulatedDisk("next boot", left))) {
        assertThat(Stores.read(after, after.counts().earliest())).isEqualTo(held);
      }
    }
  }

  @Test
  void withIntervalsEverythingButTheLastIntervalIsThere() throws Exception {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var losses = new Losses(Sync.INTERVAL, seed);
      Map<Long, Long> acknowledged = new HashMap<>();
      for (int round = 0; round < LOSSES; round++) {
        var log = losses.open();
        check(log, acknowledged);
        SimulatedDisk disk = losses.disk;
        long next = log.next();
        long bytes = log.counts().bytes();
        var publishers = new Publishers(log, round);
        publishers.awaitAcknowledged(losses.random.nextInt(300));
        Map<Long, Long> before = publishers.acknowledged();
        long end = log.counts().bytes();
        soon().until(() -> disk.keptSince(next) >= end - bytes);
        // The data is forced first, and then its index, which may have become longer meanwhile.
        soon().until(() -> end == bytes || disk.indexKeptUpTo() >= end);
        publishers.awaitAcknowledged(before.size() + losses.random.nextInt(100));
        losses.lose();
        publishers.end();
        log.close();
        // Of what came later some may be lost, and the offsets go to others.
        acknowledged.values().removeIf(offset -> offset >= next);
        acknowledged.putAll(before);
      }
      try (var log = losses.open()) {
        check(log, acknowledged);
      }
    }
  }

  @Test
  void withoutForcingWhatIsServedIsWhole() throws Exception {
    long served = 0;
    // Until something was left at all, which is a matter of luck.
    for (int seed = 0; seed < ROUNDS || served == 0; seed++) {
      var losses = new Losses(Sync.NONE, seed);
      for (int round = 0; round < LOSSES; round++) {
        var log = losses.open();
        served += readWhatIsWhole(log, losses.store);
        long before = log.next();
        long epoch = log.epoch();
        var publishers = new Publishers(log, round);
        publishers.awaitAcknowledged(losses.random.nextInt(300));
        losses.lose();
        publishers.end();
        log.close();
        assertThat(before).isNotNegative();
        try (var again = losses.open()) {
          assertThat(again.epoch()).isGreaterThan(epoch);
        }
      }
    }
  }

  /** Reads each segment that is not damaged. */
  private static long readWhatIsWhole(MessageLog log, Path store) throws IOException {
    long messages = 0;
    for (Path data : Stores.data(store)) {
      long base = Long.parseLong(data.getFileName().toString().substring(0, 20));
      if (base >= log.next()) {
        continue;
      }
      try (var cursor = log.cursor(Start.offset(base))) {
        cursor.endHere();
        for (Entry entry; (entry = cursor.next()) != null; messages++) {
          Numbered.number(ByteBuffer.wrap(entry.message().bytes()));
        }
      } catch (StoreDamaged e) {
        assertThat(e.file().getParent()).isEqualTo(store);
      }
    }
    return messages;
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
    assertThat(found).hasSize((int) (log.next() - earliest));
    long newest = -1;
    for (var message : acknowledged.entrySet()) {
      long offset = message.getValue();
      newest = Math.max(newest, offset);
      if (offset >= earliest) {
        assertThat(found).containsEntry(message.getKey(), offset);
      }
    }
    assertThat(newest).isLessThan(log.next());
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
