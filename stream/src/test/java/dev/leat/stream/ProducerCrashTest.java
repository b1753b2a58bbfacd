package dev.leat.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever ends a writer, the next knows what producers have sent, and where from. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ProducerCrashTest {
  private static final int ROUNDS = Integer.getInteger("leat.powerloss.rounds", 8);
  private static final int KILLS = Integer.getInteger("leat.kill.rounds", 6);
  private static final LogOptions OPTIONS =
      LogOptions.standard().retention(256 << 10).slowTimeout(null);

  @TempDir Path directory;

  private static MessageLog open(Path store, Sync sync, Disk disk) throws IOException {
    var options = StoreOptions.standard().sync(sync).interval(Duration.ofMillis(2));
    return MessageLog.open(store, Framing.lines(), OPTIONS, options, InstantSource.system(), disk);
  }

  /** Has every producer send a few messages again, and go on for a while. */
  private static void go(MessageLog log, Map<Long, Long> acknowledged, Random random, int messages)
      throws IOException {
    for (long producer = 1; producer <= Senders.COUNT; producer++) {
      long next = Senders.next(log, producer);
      for (long sequence = Math.max(0, next - 20); sequence < next; sequence++) {
        Long offset = acknowledged.get(Senders.key(producer, sequence));
        if (offset != null && offset >= log.counts().earliest()) {
          assertThat(Senders.append(log, producer, sequence)).isEqualTo(offset);
        }
      }
    }
    for (int i = 0; i < messages; i++) {
      long producer = 1L + random.nextInt(Senders.COUNT);
      long sequence = Senders.next(log, producer);
      long offset = Senders.append(log, producer, sequence);
      acknowledged.put(Senders.key(producer, sequence), offset);
    }
  }

  private static void checkAll(MessageLog log, Map<Long, Long> acknowledged) throws IOException {
    long earliest = log.counts().earliest();
    Map<Long, Long> found = Senders.check(log);
    acknowledged.forEach((key, offset) -> {
      if (offset >= earliest) {
        assertThat(found).containsEntry(key, offset);
      }
    });
  }

  @ParameterizedTest
  @EnumSource(names = {"ALWAYS", "INTERVAL"})
  void aLossOfPowerLosesNoNumberThatIsStored(Sync sync) throws Exception {
    Path store = directory.resolve("0");
    Map<Long, Long> acknowledged = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      var random = new Random(31L * round + sync.name().hashCode());
      var disk = new SimulatedDisk("boot " + round, store);
      Path left = directory.resolve(Integer.toString(round + 1));
      var log = open(store, sync, disk);
      checkAll(log, acknowledged);
      go(log, acknowledged, random, random.nextInt(400));
      disk.lose(store, left, random);
      log.close();
      if (sync == Sync.INTERVAL) {
        acknowledged.clear(); // of what had not been forced, anything may be lost
      }
      store = left;
    }
    try (var log = open(store, sync, new SimulatedDisk("last", store))) {
      checkAll(log, acknowledged);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKilledWriterLosesNone(Sync sync) throws Exception {
    Path store = directory.resolve("store");
    Map<Long, Long> acknowledged = new HashMap<>();
    var random = new Random(sync.name().hashCode());
    for (int round = 0; round < KILLS / Sync.values().length; round++) {
      Process writer =
          Program.start(ProducerCrashTest.class, store.toString(), sync.name(), "" + round);
      try (BufferedReader output = writer.inputReader()) {
        for (int lines = random.nextInt(600); lines >= 0; lines--) {
          note(output.readLine(), acknowledged);
        }
        writer.toHandle().destroyForcibly();
        for (String line; (line = output.readLine()) != null; ) {
          note(line, acknowledged);
        }
      }
      assertThat(writer.waitFor(1, TimeUnit.MINUTES)).isTrue();
      try (var log = open(store, sync, Disk.SYSTEM)) {
        checkAll(log, acknowledged);
        go(log, acknowledged, random, 50);
      }
    }
  }

  private static void note(String line, Map<Long, Long> acknowledged) {
    assertThat(line).as("the writer goes on until it is killed").isNotNull();
    String[] words = line.split(" ", 2);
    acknowledged.put(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  /** Appends until it is killed, and says what is acknowledged. */
  public static void main(String[] args) throws IOException {
    var output = System.out;
    var log = open(Path.of(args[0]), Sync.valueOf(args[1]), Disk.SYSTEM);
    var random = new Random(args[2].hashCode());
    while (true) {
      long producer = 1L + random.nextInt(Senders.COUNT);
      long sequence = Senders.next(log, producer);
      long offset = Senders.append(log, producer, sequence);
      output.write((Senders.key(producer, sequence) + " " + offset + "\n").getBytes(UTF_8));
      output.flush();
    }
  }

  @Test
  void whatCouldNotBeStoredIsSentAgainWithTheSameNumber() throws Exception {
    Path store = directory.resolve("store");
    var disk = new FillingDisk();
    try (var log = open(store, Sync.NONE, disk)) {
      assertThat(Senders.append(log, 1, 0)).isZero();
      disk.fillAfter(10, written -> {});
      assertThatThrownBy(() -> Senders.append(log, 1, 1)).isInstanceOf(AppendFailed.class);
      assertThat(log.sequence(1)).hasValue(0);
      assertThatThrownBy(() -> Senders.append(log, 1, 2)).isInstanceOf(SequenceGap.class);
      assertThat(Senders.append(log, 1, 1)).isEqualTo(1);
      disk.fillAfter(10, written -> {});
      FrameAppender frames = log.frames(Senders.origin(1, 2));
      assertThatThrownBy(() -> frames.append(frame(2))).isInstanceOf(AppendFailed.class);
      assertThat(frames.append(frame(3))).as("with what failed").isEqualTo(2);
      assertThat(log.next()).isEqualTo(4);
      Senders.check(log);
    }
    try (var log = open(store, Sync.NONE, Disk.SYSTEM)) {
      assertThat(log.sequence(1)).hasValue(3);
      Senders.check(log);
    }
  }

  private static java.nio.ByteBuffer frame(long sequence) {
    return Logs.utf8(Senders.message(1, sequence).text() + "\n");
  }

  @Test
  void theNewestNotesAndWhatIsBehindThemAreEnough() throws Exception {
    Path store = filled();
    List<Path> notes = notes(store);
    assertThat(notes).hasSizeGreaterThan(2);
    for (Path file : notes.subList(0, notes.size() - 1)) {
      Files.write(file, new byte[3]);
    }
    try (var log = open(store, Sync.NONE, Disk.SYSTEM)) {
      Senders.check(log);
    }
  }

  @Test
  void whereNotesAreLostTheOlderOnesServe() throws Exception {
    Path store = filled();
    List<Path> notes = notes(store);
    Files.delete(notes.getLast());
    Files.write(notes.get(notes.size() - 2), new byte[32]);
    try (var log = open(store, Sync.NONE, Disk.SYSTEM)) {
      Senders.check(log);
    }
  }

  @Test
  void aStoreThatIsCutOffStillKnowsWhatItHas() throws Exception {
    Path store = filled();
    long middle;
    try (var log = open(store, Sync.NONE, Disk.SYSTEM)) {
      middle = (log.counts().earliest() + log.next()) / 2;
    }
    try (var truncation = Store.at(store).truncation()) {
      truncation.cutAt(middle);
    }
    try (var log = open(store, Sync.NONE, Disk.SYSTEM)) {
      assertThat(log.next()).isEqualTo(middle);
      Senders.check(log);
      go(log, new HashMap<>(), new Random(5), 20);
    }
    long end;
    try (var truncation = Store.at(store).truncation()) {
      end = truncation.next();
      truncation.dropBefore(end);
    }
    try (var log = open(store, Sync.NONE, Disk.SYSTEM)) {
      assertThat(log.counts().earliest()).isEqualTo(end);
      assertThat(log.sequence(1)).isPresent();
      assertThatThrownBy(() -> Senders.append(log, 1, Senders.next(log, 1) + 1))
          .isInstanceOf(SequenceGap.class);
    }
  }

  @Test
  void whoFollowsKnowsThemToo() throws Exception {
    Path store = filled();
    try (var log = open(store, Sync.NONE, Disk.SYSTEM);
        var follower = MessageLog.follow(store)) {
      assertThat(follower.sequence(1)).isEqualTo(log.sequence(1));
      assertThat(follower.sequence(2)).isEqualTo(log.sequence(2));
    }
  }

  /** A store of several segments. */
  private Path filled() throws IOException {
    Path store = directory.resolve("store");
    try (var log = open(store, Sync.NONE, Disk.SYSTEM)) {
      go(log, new HashMap<>(), new Random(3), 1_500);
    }
    return store;
  }

  private static List<Path> notes(Path store) {
    return Stores.files(store, StoreDirectory.PRODUCERS);
  }
}
