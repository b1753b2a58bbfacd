package dev.leat.stream;

import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.lines;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk is full, or fails, or may not be written. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StoreFailureTest {
  @TempDir Path directory;

  /** A file system of its own, with room for so much, as only root can make. */
  private final class Mount implements AutoCloseable {
    private final Path point = directory.resolve("mount");

    Mount(String size) throws IOException {
      Files.createDirectory(point);
      int status = run("mount", "-t", "tmpfs", "-o", "size=" + size, "leat", point.toString());
      assumeTrue(status == 0, "a file system can be mounted, which needs root");
    }

    @Override
    public void close() {
      run("umount", "-l", point.toString());
    }
  }

  private static int run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.onExit().join().exitValue();
    } catch (IOException e) {
      return -1; // there is no such command
    }
  }

  @Test
  void aFullDiskIsSaidAndTheLogGoesOnWhenThereIsRoom() throws Exception {
    try (var mount = new Mount("1m")) {
      Path store = mount.point.resolve("store");
      Path filler = mount.point.resolve("filler");
      List<String> appended = new ArrayList<>();
      Files.write(filler, new byte[300 << 10]);
      try (var log = Stores.open(store, Stores.LARGE, Sync.INTERVAL)) {
        for (int round = 0; round < 5; round++) {
          AppendFailed failure = fill(log, appended);
          assertThat(failure)
              .hasMessage("the message could not be stored: No space left on device");
          assertThat(Stores.read(log, 0)).isEqualTo(appended);
          Files.write(filler, new byte[(250 - 50 * round) << 10]);
        }
        assertThat(log.append("the end")).isEqualTo(appended.size());
        appended.add("the end");
      }
      assertThat(Stores.text(store)).isEqualTo(Stores.text(appended));
      try (var log = Stores.open(store, Stores.LARGE, Sync.INTERVAL)) {
        assertThat(Stores.read(log, 0)).isEqualTo(appended);
      }
    }
  }

  private static AppendFailed fill(MessageLog log, List<String> appended) throws IOException {
    for (; ; ) {
      String line = line(appended.size());
      try {
        assertThat(log.append(line)).isEqualTo(appended.size());
        appended.add(line);
      } catch (AppendFailed e) {
        assertThatThrownBy(() -> log.append(line)).isInstanceOf(AppendFailed.class);
        return e;
      }
    }
  }

  @Test
  void theEndIsCutOffAlsoWhereTheDiskIsFull() throws Exception {
    try (var mount = new Mount("4m")) {
      Path store = Stores.filled(mount.point.resolve("store"), 5_000);
      assertThat(Stores.data(store)).hasSizeGreaterThan(2);
      assertThatThrownBy(() -> Files.write(mount.point.resolve("filler"), new byte[4 << 20]))
          .hasMessageContaining("No space left on device");
      try (var truncation = Store.at(store).truncation()) {
        truncation.cutAt(2_000);
      }
      try (var log = Stores.open(store, Stores.LARGE, Sync.INTERVAL)) {
        assertThat(log.next()).isEqualTo(2_000);
        assertThat(Stores.read(log, 0)).isEqualTo(lines(0, 2_000));
      }
    }
  }

  @Test
  void framesThatDoNotFitOnTheDiskStayWithTheirPublisher() throws Exception {
    try (var mount = new Mount("1m");
        var log = Stores.open(mount.point.resolve("store"), Stores.LARGE, Sync.NONE)) {
      String text = Stores.text(lines(0, 20_000));
      ByteBuffer frames = Logs.utf8(text);
      assertThatThrownBy(() -> log.appendFrames(frames)).isInstanceOf(AppendFailed.class);
      assertThat(frames.position()).isEqualTo((int) log.counts().bytes());
      assertThat(Stores.read(log, 0)).isEqualTo(lines(0, (int) log.next()));
    }
  }

  @Test
  void everyPublisherHearsOfAFullDisk() throws Exception {
    try (var mount = new Mount("512k");
        var log = Stores.open(mount.point.resolve("store"), Stores.LARGE, Sync.NONE)) {
      List<Task<Integer>> publishers = new ArrayList<>();
      for (int p = 0; p < 6; p++) {
        publishers.add(
            Task.start(() -> {
              for (int i = 0; ; i++) {
                try {
                  log.append("x".repeat(500));
                } catch (AppendFailed e) {
                  return i;
                }
              }
            }));
      }
      long acknowledged = 0;
      for (Task<Integer> publisher : publishers) {
        acknowledged += publisher.result();
      }
      assertThat(log.next()).isEqualTo(acknowledged);
      assertThat(Stores.read(log, 0)).hasSize((int) acknowledged).containsOnly("x".repeat(500));
    }
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsSaid() throws Exception {
    try (var mount = new Mount("1m")) {
      Path store = mount.point.resolve("store");
      Stores.filled(store, 10);
      assertThat(run("mount", "-o", "remount,ro", mount.point.toString())).isZero();
      assertThatThrownBy(() -> Stores.open(store))
          .isInstanceOf(StoreUnusable.class)
          .hasMessage("the store %s cannot be written: Read-only file system".formatted(store));
      assertThatThrownBy(() -> Stores.open(mount.point.resolve("other")))
          .isInstanceOf(StoreUnusable.class)
          .hasMessageEndingWith("cannot be written: Read-only file system");
    }
  }

  @Test
  void producersSendAgainUntilThereIsRoomAndNothingIsLostOrThereTwice() throws Exception {
    try (var mount = new Mount("4m");
        var filler = filler(mount)) {
      Path store = mount.point.resolve("store");
      var refused = new AtomicInteger();
      long appended = 0;
      try (var log = Stores.open(store, Stores.LARGE, Sync.INTERVAL);
          var follower = MessageLog.follow(store)) {
        List<Task<Integer>> producers = new ArrayList<>();
        for (int p = 1; p <= Senders.COUNT; p++) {
          int producer = p;
          producers.add(Task.start(() -> sendAll(log, producer, refused)));
        }
        while (filler.size() > 0) {
          int before = refused.get();
          await()
              .atMost(Task.PATIENCE)
              .until(() -> refused.get() > before + 3 || producers.stream().allMatch(Task::isDone));
          filler.truncate(filler.size() / 3);
        }
        for (var producer : producers) {
          appended += producer.result();
        }
        assertThat(refused.get()).as("the disk was full").isPositive();
        assertThat(Senders.check(log)).hasSize((int) appended);
        long end = appended;
        await().atMost(Task.PATIENCE).until(() -> follower.next() == end);
        assertThat(Stores.read(follower, 0)).isEqualTo(Stores.read(log, 0));
      }
      try (var log = Stores.open(store, Stores.LARGE, Sync.INTERVAL)) {
        assertThat(Senders.check(log)).hasSize((int) appended);
      }
    }
  }

  /** What leaves only a little room, until it is cut. */
  private static FileChannel filler(Mount mount) throws IOException {
    FileChannel filler = FileChannel.open(mount.point.resolve("filler"), CREATE, WRITE);
    filler.write(ByteBuffer.allocate(3800 << 10));
    return filler;
  }

  /** Sends each of so many messages until it is taken, and some that were. */
  private static int sendAll(MessageLog log, int producer, AtomicInteger refused)
      throws IOException {
    int count = 2_000;
    for (int i = 0; i < count; ) {
      try {
        Senders.append(log, producer, i);
        i++;
      } catch (AppendFailed e) {
        assertThat(e).hasMessageContaining("No space left on device");
        refused.incrementAndGet();
        i = Math.max(0, i - 3);
      }
    }
    return count;
  }

  @Test
  void aFullDiskIsSaidWhenAStoreIsOpened() throws Exception {
    try (var mount = new Mount("64k")) {
      Files.write(mount.point.resolve("filler"), new byte[64 << 10]);
      Path store = Files.createDirectory(mount.point.resolve("store"));
      assertThatThrownBy(() -> Stores.open(store))
          .isInstanceOf(StoreUnusable.class)
          .hasMessage("the store %s cannot be written: No space left on device".formatted(store));
      Files.delete(mount.point.resolve("filler"));
      try (var log = Stores.open(store)) {
        assertThat(log.append("there is room")).isZero();
      }
    }
  }

  /** Root may write everywhere, unless it has given that up. */
  private static List<String> unprivileged() {
    boolean root = System.getProperty("user.name").equals("root");
    return root ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search") : List.of();
  }

  private static String opened(String how, Path store) throws IOException {
    Process process = Program.start(unprivileged(), StoreOpener.class, how, store.toString());
    try (var output = process.inputReader()) {
      return output.readLine();
    } finally {
      process.onExit().join();
    }
  }

  @Test
  void aDirectoryThatMayOnlyBeReadIsSaidAndCanBeFollowed() throws Exception {
    assumeTrue(
        unprivileged().isEmpty() || run("setpriv", "true") == 0,
        "setpriv is there, or this is not root");
    Path store = Stores.filled(directory.resolve("store"), 10);
    Path inside = store.resolve("inside");
    var before = Files.getPosixFilePermissions(store);
    Files.setPosixFilePermissions(
        store.resolve("lock"), PosixFilePermissions.fromString("r--r--r--"));
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThat(opened("open", store))
          .isEqualTo(
              "StoreUnusable: the store %s cannot be written: permission denied".formatted(store));
      assertThat(opened("open", inside))
          .isEqualTo(
              "StoreUnusable: the store %s cannot be written: permission denied".formatted(inside));
      assertThat(opened("follow", store)).isEqualTo("it has 10 messages");
      Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("---------"));
      assertThat(opened("follow", store))
          .isEqualTo(
              "StoreUnusable: the store %s cannot be read: permission denied".formatted(store));
    } finally {
      Files.setPosixFilePermissions(store, before);
    }
  }

  @Test
  void anInterruptOfTheWritersOwnThreadLosesNothing() throws Exception {
    Path store = directory.resolve("store");
    List<String> appended = new ArrayList<>();
    try (var log = Stores.open(store, Stores.LARGE, Sync.INTERVAL)) {
      Thread writer = thread("leat-log-writer");
      for (int i = 0; i < 3_000; i++) {
        if (i % 3 == 0) {
          writer.interrupt();
        }
        log.append(line(i));
        appended.add(line(i));
      }
    } catch (LogClosed e) {
      // It came in the middle of a write, whose file is closed by that.
      assertThat(e).hasMessage("the stream has stopped: the thread that writes it was interrupted");
    }
    try (var log = Stores.open(store, Stores.LARGE, Sync.INTERVAL)) {
      List<String> read = Stores.read(log, 0);
      assertThat(read).startsWith(appended.toArray(String[]::new));
      assertThat(read.size() - appended.size()).isBetween(0, 1);
    }
  }

  private static Thread thread(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFailedForceStopsTheStreamForGood() throws Exception {
    Path store = directory.resolve("store");
    var disk = new SimulatedDisk("", store);
    var options = StoreOptions.standard().sync(Sync.ALWAYS);
    try (var log = open(store, options, disk);
        var cursor = log.cursor(Start.earliest())) {
      log.append("one");
      disk.failForce();
      assertThatThrownBy(() -> log.append("two"))
          .isInstanceOf(LogClosed.class)
          .hasMessage(
              "the stream has stopped: the disk could not be made to keep what was written:"
                  + " Input/output error");
      assertThatThrownBy(() -> log.append("three")).isInstanceOf(LogClosed.class);
      assertThat(log.finished()).isTrue();
      assertThat(Logs.read(cursor, 1)).containsExactly("one");
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(cursor::next)
            .as("this is no end of a stream")
            .isInstanceOf(LogClosed.class)
            .hasMessageStartingWith("the stream has stopped: ");
      }
    }
    try (var log = open(store, options, new SimulatedDisk("", store))) {
      assertThat(Stores.read(log, 0)).startsWith("one");
    }
  }

  @Test
  void aForceThatFailsAtAnIntervalStopsTheStreamToo() throws Exception {
    Path store = directory.resolve("store");
    var disk = new SimulatedDisk("", store);
    var options = StoreOptions.standard().interval(Duration.ofMillis(1));
    try (var log = open(store, options, disk)) {
      log.append("one");
      disk.failForce();
      await()
          .atMost(Task.PATIENCE)
          .untilAsserted(
              () -> assertThatThrownBy(() -> log.append("more")).isInstanceOf(LogClosed.class));
      assertThat(log.finished()).isTrue();
    }
  }

  @Test
  void whoAppendsNothingHearsOfAForceThatFailsToo() throws Exception {
    Path store = directory.resolve("store");
    var disk = new SimulatedDisk("", store);
    var heard = new CompletableFuture<@Nullable LogClosed>();
    var options = StoreOptions.standard().interval(Duration.ofMillis(50));
    try (var log = open(store, options, disk);
        var cursor = log.cursor(Start.latest())) {
      log.whenFailed(() -> heard.complete(log.failure()));
      var reader = Task.start(cursor::next);
      disk.failForce();
      log.append("one");
      assertThat(heard.get(1, TimeUnit.MINUTES))
          .hasMessageContaining("the disk could not be made to keep what was written");
      assertThat(reader.result()).extracting(entry -> entry.message().text()).isEqualTo("one");
      assertThatThrownBy(cursor::next).isInstanceOf(LogClosed.class);
      var late = new CompletableFuture<@Nullable LogClosed>();
      log.whenFailed(() -> late.complete(log.failure()));
      assertThat(late.get(1, TimeUnit.MINUTES)).isNotNull();
    }
  }

  @Test
  void theLastForceIsHeardOfWhenItFails() throws Exception {
    Path store = directory.resolve("store");
    var disk = new SimulatedDisk("", store);
    var options = StoreOptions.standard().interval(Duration.ofHours(1));
    var log = open(store, options, disk);
    log.append("one");
    disk.failForce();
    assertThat(log.failure()).as("nothing has been forced so far").isNull();
    log.close();
    assertThat(log.failure())
        .hasMessage(
            "the stream has stopped: the disk could not be made to keep what was written:"
                + " Input/output error");
  }

  @Test
  void theEndIsHeardOfWhenItCannotBeNoted() throws Exception {
    Path store = directory.resolve("store");
    var disk = new SimulatedDisk("", store);
    var log = open(store, StoreOptions.standard().sync(Sync.ALWAYS), disk);
    log.append("one");
    disk.failForce();
    log.close();
    assertThat(log.failure())
        .hasMessage("the stream has stopped: its end could not be noted: Input/output error");
  }

  @ParameterizedTest
  @EnumSource(Sync.class)
  void whatCouldBeKeptHasNotFailed(Sync sync) throws Exception {
    var log = Stores.open(directory.resolve("store"), Stores.LARGE, sync);
    log.append("one");
    log.close();
    assertThat(log.failure()).isNull();
    assertThatThrownBy(() -> log.append("two")).isInstanceOf(LogClosed.class);
  }

  @Test
  void whatCannotBeMadeToLastWhenAStoreIsOpenedIsSaidWithItsFile() throws Exception {
    Path store = directory.resolve("store");
    try (var log = Stores.open(directory.resolve("written"), Stores.LARGE, Sync.INTERVAL)) {
      log.append("one");
      Stores.copy(directory.resolve("written"), store);
    }
    var disk = new SimulatedDisk("the next boot", store);
    disk.failForce();
    assertThatThrownBy(() -> open(store, StoreOptions.standard(), disk))
        .hasMessage(
            "%s could not be made to last: Input/output error"
                .formatted(Stores.data(store).getFirst()));
  }

  private static MessageLog open(Path store, StoreOptions options, Disk disk) throws IOException {
    return MessageLog.open(
        store, Framing.lines(), Stores.LARGE, options, InstantSource.system(), disk);
  }

  @Test
  void aWriterInAnotherProcessIsSaid() throws Exception {
    Path store = directory.resolve("store");
    Process other = KilledWriter.start(store, Sync.NONE, 1);
    try (var output = other.inputReader()) {
      output.readLine();
      output.readLine(); // a first message
      assertThatThrownBy(() -> Stores.open(store))
          .isInstanceOf(StoreUnusable.class)
          .hasMessage(
              "the store %s is being written by another process, process %d: a store has one writer"
                  .formatted(store, other.pid()));
    } finally {
      other.destroyForcibly().waitFor();
    }
    Stores.open(store).close();
  }
}
