package dev.leat.stream;

import static dev.leat.stream.Logs.lines;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.framing.Framing;
import dev.leat.framing.UnencodableMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written together is seen as a whole or not at all, by whoever reads the files. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CommitTest {
  /** Lines that take so many entries of the index. */
  private static final int FEW = 3_000;

  private static final int ENTRIES = 5;

  /** More entries than are written or read at once. */
  private static final int MANY = 3_000;

  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void name() {
    store = directory.resolve("store");
  }

  private static MessageLog open(Path store, Disk disk) throws IOException {
    var options = StoreOptions.standard().sync(Sync.NONE);
    return MessageLog.open(
        store, Framing.lines(), Stores.LARGE, options, InstantSource.system(), disk);
  }

  private static ByteBuffer frames(List<String> lines) {
    return Logs.utf8(Stores.text(lines));
  }

  /**
   * Appends frames as one commit: all of them are there before the writer comes to the first, as it
   * is held up by a message before them.
   *
   * @param whenThere run when both wait to be written
   */
  private static Task<Integer> asOneCommit(
      MessageLog log, FillingDisk disk, String before, ByteBuffer frames, Runnable whenThere)
      throws Exception {
    var held = disk.hold();
    var first = Task.start(() -> log.append(before));
    disk.awaitHeld();
    var rest = Task.start(() -> log.appendFrames(frames));
    rest.awaitWaiting();
    whenThere.run();
    held.countDown();
    first.result();
    return rest;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 64, 100, 3 * 64, ENTRIES * 64 - 1})
  void aFollowerNeverTakesWhatIsTakenBack(int written) throws Exception {
    var disk = new FillingDisk();
    var followersDisk = new FillingDisk();
    try (var log = open(store, disk)) {
      log.append("first");
      try (var follower = MessageLog.follow(store, followersDisk);
          var cursor = follower.cursor(Start.earliest())) {
        ByteBuffer lost = frames(lines(0, FEW));
        var failing =
            asOneCommit(
                log,
                disk,
                "second",
                lost,
                () ->
                    disk.fillAfter(
                        written,
                        bytes -> {
                          assertThat(bytes).isEqualTo(written);
                          int before = followersDisk.looks();
                          await()
                              .atMost(Task.PATIENCE)
                              .until(() -> followersDisk.looks() > before + 2);
                        }));
        assertThat(failing.failure())
            .isInstanceOf(AppendFailed.class)
            .hasMessage("the message could not be stored: No space left on device");
        assertThat(lost.position()).isZero();
        assertThat(follower.next()).isEqualTo(2);
        log.appendFrames(frames(List.of("third", "fourth")));
        assertThat(Logs.read(cursor, 4)).containsExactly("first", "second", "third", "fourth");
      }
      assertThat(Stores.read(log, 0)).containsExactly("first", "second", "third", "fourth");
    }
    assertThat(Stores.text(store)).isEqualTo("first\nsecond\nthird\nfourth\n");
  }

  @Test
  void aCommitOfThousandsOfEntriesIsTakenToo() throws Exception {
    var disk = new FillingDisk();
    try (var log = open(store, disk);
        var follower = MessageLog.follow(store);
        var cursor = follower.cursor(Start.earliest())) {
      log.append("first");
      var held = disk.hold();
      List<Task<Long>> publishers = new ArrayList<>();
      for (int p = 0; p < MANY; p++) {
        publishers.add(Task.start(() -> log.append("more")));
      }
      for (var publisher : publishers) {
        publisher.awaitWaiting(); // all but the first few go together
      }
      held.countDown();
      assertThat(Logs.read(cursor, 1 + MANY)).startsWith("first").endsWith("more");
      log.append("last");
      assertThat(Logs.read(cursor, 1)).containsExactly("last");
    }
  }

  /** What a writer leaves that is killed when it has written so many entries of a second commit. */
  private Path killedWithin(int entries) throws Exception {
    Path left = directory.resolve("left");
    var disk = new FillingDisk();
    try (var log = open(store, disk)) {
      asOneCommit(log, disk, "first", frames(lines(0, FEW)), () -> {}).result();
      Stores.copy(store, left);
    }
    try (var index = FileChannel.open(Stores.indexes(left).getFirst(), WRITE)) {
      assertThat(index.size()).isEqualTo(128 + 64 * (1 + ENTRIES));
      index.truncate(128 + 64 * (1 + entries));
    }
    return left;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, ENTRIES - 1})
  void halfACommitIsCutOffWhenTheStoreIsOpened(int entries) throws Exception {
    Path left = killedWithin(entries);
    long epoch;
    try (var follower = MessageLog.follow(left);
        var cursor = follower.cursor(Start.earliest())) {
      assertThat(follower.next()).isEqualTo(1);
      try (var log = open(left, Disk.SYSTEM)) {
        epoch = log.epoch();
        assertThat(log.next()).isEqualTo(1);
        assertThat(log.append("second")).isEqualTo(1);
      }
      assertThat(follower.epoch()).isEqualTo(epoch);
      assertThat(Logs.read(cursor, 2)).containsExactly("first", "second");
    }
    assertThat(Stores.text(left)).isEqualTo("first\nsecond\n");
    try (var log = open(left, Disk.SYSTEM)) {
      assertThat(Stores.read(log, 0)).containsExactly("first", "second");
    }
  }

  @Test
  void aWholeCommitStays() throws Exception {
    Path left = killedWithin(ENTRIES);
    try (var log = open(left, Disk.SYSTEM)) {
      assertThat(Stores.read(log, 1)).isEqualTo(lines(0, FEW));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".data", ".index"})
  void damageInWhatIsFollowedIsSaid(String suffix) throws Exception {
    Path left = killedWithin(ENTRIES);
    Path data = Stores.data(left).getFirst();
    Path file = Path.of(data.toString().replace(".data", suffix));
    byte[] bytes = Files.readAllBytes(file);
    bytes[suffix.equals(".data") ? 70_000 : 128 + 64 * 2 + 20] ^= 1;
    Files.write(file, bytes);
    try (var log = MessageLog.follow(left);
        var cursor = log.cursor(Start.earliest())) {
      assertThat(Logs.read(cursor, 1)).containsExactly("first");
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(cursor::next)
            .isInstanceOfSatisfying(
                StoreDamaged.class,
                e -> {
                  assertThat(e.file()).isEqualTo(data);
                  assertThat(e.position()).isBetween(60_000L, 70_000L);
                  assertThat(e.offset()).isBetween(600L, 700L);
                })
            .hasMessageEndingWith("it does not match its checksum");
      }
      assertThat(log.finished()).isTrue();
      try (var late = log.cursor(Start.latest())) {
        assertThatThrownBy(late::next).isInstanceOf(StoreDamaged.class);
      }
      try (var ends = log.cursor(Start.earliest())) {
        ends.endHere(); // which nobody knows
        assertThat(Logs.read(ends, 1)).containsExactly("first");
        assertThatThrownBy(ends::next).isInstanceOf(StoreDamaged.class);
      }
    }
  }

  @Test
  void damageInTheNewestMessageOfWhatIsFollowedIsSaidThoughNothingComesBehindIt() throws Exception {
    try (var writer = open(store, Disk.SYSTEM)) {
      writer.append("first");
      writer.append("second");
      Path left = directory.resolve("left");
      Stores.copy(store, left);
      Files.writeString(Stores.data(left).getFirst(), "first\nsceond\n");
      try (var log = MessageLog.follow(left);
          var cursor = log.cursor(Start.earliest())) {
        assertThat(Logs.read(cursor, 1)).containsExactly("first");
        assertThatThrownBy(cursor::next)
            .hasMessage(
                "%s is damaged from byte 6 on, message 1: it does not match its checksum"
                    .formatted(Stores.data(left).getFirst()));
      }
    }
  }

  @Test
  void whatALossOfPowerHasTornIsNoDamageForAFollower() throws Exception {
    Path left = killedWithin(ENTRIES);
    Path state = left.resolve("state");
    Files.writeString(state, Files.readString(state, UTF_8).replaceFirst("boot .*", "boot other"));
    Path data = Stores.data(left).getFirst();
    byte[] bytes = Files.readAllBytes(data);
    bytes[70_000] ^= 1;
    Files.write(data, bytes);
    try (var log = MessageLog.follow(left);
        var cursor = log.cursor(Start.earliest())) {
      await()
          .atMost(Task.PATIENCE)
          .during(Duration.ofMillis(1_500))
          .until(() -> !log.finished() && log.next() == 1);
      try (var writer = open(left, Disk.SYSTEM)) {
        assertThat(writer.epoch()).isGreaterThan(log.epoch());
        assertThat(Stores.read(writer, 0)).containsExactly("first");
        writer.append("another");
        assertThat(Logs.read(cursor, 1)).containsExactly("first");
        assertThatThrownBy(cursor::next).isInstanceOf(CursorDisconnected.class);
      }
    }
  }

  @Test
  void bytesAreNotTakenWhileEarlierOnesCannotBeStored() throws Exception {
    var disk = new FillingDisk();
    try (var log = open(store, disk)) {
      FrameAppender frames = log.frames();
      for (int i = 0; i < 3; i++) {
        ByteBuffer more = Logs.utf8(i == 0 ? "one\n" : "two\n");
        disk.fillAfter(0, bytes -> {});
        assertThatThrownBy(() -> frames.append(more)).isInstanceOf(AppendFailed.class);
        assertThat(more.remaining()).as("kept, or left").isEqualTo(i == 0 ? 0 : 4);
      }
      assertThat(frames.append(Logs.utf8("two\n"))).isEqualTo(2);
      assertThat(Stores.read(log, 0)).containsExactly("one", "two");
    }
  }

  @Test
  void messagesAppendedTogetherAreOneCommit() throws Exception {
    var disk = new FillingDisk();
    try (var log = open(store, disk)) {
      List<Arrival> arrivals = arrivals("one", "two", "three");
      disk.fillAfter(70, bytes -> {});
      assertThatThrownBy(() -> log.appendAll(arrivals)).isInstanceOf(AppendFailed.class);
      assertThat(arrivals).allMatch(arrival -> arrival.message().position() == 0);
      assertThat(log.next()).isZero();
      log.appendAll(arrivals);
      assertThat(arrivals).noneMatch(arrival -> arrival.message().hasRemaining());
      assertThat(Stores.read(log, 0)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void messagesBeforeOneThatIsRefusedAreAppended() throws Exception {
    try (var log = open(store, Disk.SYSTEM)) {
      List<Arrival> arrivals = arrivals("one", "t\nwo", "three");
      assertThatThrownBy(() -> log.appendAll(arrivals)).isInstanceOf(UnencodableMessage.class);
      assertThat(arrivals)
          .extracting(arrival -> arrival.message().hasRemaining())
          .containsExactly(false, true, true);
      assertThat(Stores.read(log, 0)).containsExactly("one");
      assertThat(log.counts().refused()).isEqualTo(1);
    }
  }

  private static List<Arrival> arrivals(String... messages) {
    List<Arrival> arrivals = new ArrayList<>();
    for (String message : messages) {
      arrivals.add(new Arrival(Logs.utf8(message), Origin.of("tcp://" + message.length())));
    }
    return arrivals;
  }
}
