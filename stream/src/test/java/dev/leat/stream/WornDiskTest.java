package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot be read, or only after long, is in nobody's way but those who want to read it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WornDiskTest {
  private static final int LINES = 8_000;

  private static final LogOptions LARGE = Stores.LARGE.retention(2 << 20);

  /** Bytes of a line. */
  private static final int LINE = 99;

  @TempDir Path directory;
  private WornDisk disk = new WornDisk();
  private Path store;
  private List<Path> data;

  @BeforeEach
  void fill() throws IOException {
    store = Stores.filled(directory.resolve("store"), LINES);
    data = Stores.data(store);
    assertThat(data).hasSizeGreaterThan(2);
  }

  private MessageLog open() throws IOException {
    return MessageLog.open(
        store, Framing.lines(), LARGE, StoreOptions.standard(), InstantSource.system(), disk);
  }

  private static int base(Path file) {
    return Integer.parseInt(file.getFileName().toString().substring(0, 20));
  }

  @Test
  void aSectorThatCannotBeReadIsDamageWithItsPlace() throws Exception {
    Path old = data.get(1);
    disk.wear(old, 5 * LINE + 7);
    try (var log = open()) {
      assertThatThrownBy(() -> log.cursor(Start.offset(base(old))))
          .isInstanceOf(StoreDamaged.class)
          .hasMessage(
              "%s is damaged from byte %d on, message %d: it cannot be read: Input/output error"
                  .formatted(old, 5 * LINE, base(old) + 5));
      assertThat(log.append("goes on")).isEqualTo(LINES);
      int next = base(data.get(2));
      assertThat(Stores.read(log, next)).startsWith(Logs.line(next)).endsWith("goes on");
      assertThat(log.failure()).isNull();
    }
  }

  @Test
  void aSectorThatCannotBeReadIsNotTriedForEachMessageBeforeIt() throws Exception {
    disk.wear(data.get(1), 500 * LINE);
    try (var log = open()) {
      assertThatThrownBy(() -> log.cursor(Start.offset(base(data.get(1)))))
          .isInstanceOf(StoreDamaged.class);
      assertThat(disk.failures()).isBetween(1, 10);
    }
  }

  @Test
  void aSectorOfAnIndexThatCannotBeReadIsDamage() throws Exception {
    Path old = data.get(1);
    Path index = Path.of(old.toString().replace(".data", ".index"));
    disk.wear(index, Files.size(index) / 2);
    try (var log = open()) {
      assertThatThrownBy(() -> log.cursor(Start.offset(base(old))))
          .isInstanceOf(StoreDamaged.class)
          .hasMessageEndingWith("its index cannot be read: Input/output error");
      assertThat(log.append("goes on")).isEqualTo(LINES);
    }
  }

  @Test
  void aSectorOfTheSourcesThatCannotBeReadIsDamage() throws Exception {
    Path other = directory.resolve("sources");
    try (var log = Stores.open(other, LARGE, Sync.NONE)) {
      log.append(Message.of("one"), Origin.of("tcp://10.0.0.1:4000"));
    }
    disk.wear(Stores.files(other, ".sources").getFirst(), 3);
    store = other;
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreDamaged.class)
        .hasMessageEndingWith("the file of its sources cannot be read: Input/output error");
  }

  @Test
  void aStoreWithSuchASectorInItsNewestSegmentIsOpened() throws Exception {
    Path newest = data.getLast();
    disk.wear(newest, 3 * LINE);
    try (var log = open()) {
      assertThat(log.append("goes on")).isEqualTo(LINES);
      assertThatThrownBy(() -> log.cursor(Start.offset(base(newest))))
          .isInstanceOf(StoreDamaged.class)
          .hasMessageEndingWith("it cannot be read: Input/output error");
    }
  }

  @Test
  void aNewestMessageThatCannotBeReadIsSaid() throws Exception {
    Path newest = data.getLast();
    long size = Files.size(newest);
    disk.wear(newest, size - 1);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreDamaged.class)
        .hasMessage(
            "%s is damaged from byte %d on, message %d: it cannot be read: Input/output error"
                .formatted(newest, size - LINE, LINES - 1));
    assertThat(newest).hasSize(size);
  }

  /** In a process of its own, because it would be the end of this one if it were not noticed. */
  @Test
  void aFileThatIsCutShortWhileItIsReadIsDamage() throws Exception {
    Process reader = Program.start(ShortenedFile.class, store.toString());
    try (var output = reader.inputReader()) {
      assertThat(output.readLine())
          .startsWith("StoreDamaged: " + data.getFirst() + " is damaged from byte ")
          .contains(": it can no longer be read: ");
      assertThat(output.readLine()).isEqualTo("goes on: " + LINES);
    } finally {
      reader.destroyForcibly().waitFor();
    }
  }

  /** The store while it is written, and nothing of it has been forced since it was opened. */
  private void losePower(Sync sync, int lines) throws IOException {
    Path written = directory.resolve("written");
    Path left = directory.resolve("left");
    var options = StoreOptions.standard().sync(sync).interval(Duration.ofHours(1));
    try (var log = MessageLog.open(written, Framing.lines(), LARGE, options)) {
      Logs.fill(log, lines);
      Stores.copy(written, left);
    }
    store = left;
    data = Stores.data(store);
    disk = new WornDisk("the next boot");
  }

  private Map<Path, byte[]> messages() throws IOException {
    Map<Path, byte[]> messages = new HashMap<>();
    for (Path file : Stores.data(store)) {
      messages.put(file, Files.readAllBytes(file));
    }
    return messages;
  }

  @ParameterizedTest
  @EnumSource(Sync.class)
  void whatCannotBeReadAfterALossOfPowerIsNotCutOff(Sync sync) throws Exception {
    int lines = sync == Sync.ALWAYS ? 200 : LINES; // each of which is forced
    losePower(sync, lines);
    Path newest = data.getLast();
    long size = Files.size(newest);
    Map<Path, byte[]> before = messages();
    disk.wear(newest, size - 1);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreDamaged.class)
        .hasMessage(
            "%s is damaged from byte %d on, message %d: it cannot be read: Input/output error"
                .formatted(newest, size - LINE, lines - 1));
    assertThat(messages()).containsExactlyInAnyOrderEntriesOf(before);
    disk = new WornDisk("the next boot");
    try (var log = open()) {
      assertThat(Stores.read(log, 0)).isEqualTo(Logs.lines(0, lines));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Sync.class,
      names = {"INTERVAL", "NONE"})
  void aHeaderThatCannotBeReadAfterALossOfPowerIsNotLost(Sync sync) throws Exception {
    losePower(sync, LINES);
    Map<Path, byte[]> before = messages();
    for (Path file : List.of(data.get(1), data.getLast())) {
      disk = new WornDisk("the next boot");
      Path index = Path.of(file.toString().replace(".data", ".index"));
      disk.wear(index, 70);
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessage("%s cannot be read: Input/output error".formatted(index));
      assertThat(messages()).containsExactlyInAnyOrderEntriesOf(before);
    }
    disk = new WornDisk("the next boot");
    try (var log = open()) {
      assertThat(Stores.read(log, 0)).isEqualTo(Logs.lines(0, LINES));
    }
  }

  @Test
  void whatIsAppendedDoesNotWaitForWhatIsRead() throws Exception {
    CountDownLatch read = disk.hold(data.get(1));
    try (var log = open()) {
      var reader = Task.start(() -> Stores.read(log, base(data.get(1))));
      disk.awaitHeld(data.get(1));
      var publisher = Task.start(() -> log.append("goes on"));
      assertThat(publisher.result()).isEqualTo(LINES);
      read.countDown();
      assertThat(reader.result()).startsWith(Logs.line(base(data.get(1))));
    } finally {
      read.countDown();
    }
  }

  @Test
  void whatIsFollowedDoesNotWaitForWhatIsRead() throws Exception {
    try (var log = MessageLog.follow(store, disk);
        var cursor = log.cursor(Start.latest());
        var writer = Stores.open(store, LARGE, Sync.NONE)) {
      CountDownLatch read = disk.hold(data.get(1));
      try {
        var reader = Task.start(() -> Stores.read(log, base(data.get(1))));
        disk.awaitHeld(data.get(1));
        var follower = Task.start(() -> Logs.read(cursor, 1));
        writer.append("goes on");
        assertThat(follower.result()).containsExactly("goes on");
        read.countDown();
        assertThat(reader.result()).startsWith(Logs.line(base(data.get(1))));
      } finally {
        read.countDown();
      }
    }
  }
}
