package dev.leat.stream;

import static dev.leat.stream.Logs.fill;
import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store is read while somebody else writes it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FollowTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void name() {
    store = directory.resolve("store");
  }

  @Test
  void whatIsThereIsReadAndWhatComes() throws Exception {
    Stores.filled(store, 3_000);
    try (var writer = Stores.open(store, Stores.LARGE.retention(1 << 20), Sync.NONE);
        var log = MessageLog.follow(store);
        var cursor = log.cursor(Start.offset(10))) {
      assertThat(log.next()).isEqualTo(3_000);
      assertThat(log.framing()).isEqualTo(writer.framing());
      assertThat(log.epoch()).isEqualTo(writer.epoch());
      var reader = Task.start(() -> Logs.read(cursor, 4_990));
      fill(writer, 5_000);
      assertThat(reader.result()).isEqualTo(lines(10, 5_000));
    }
  }

  @Test
  void aStoreWithoutMessagesIsFollowedFromItsFirst() throws Exception {
    try (var writer = Stores.open(store, Stores.LARGE, Sync.NONE);
        var log = MessageLog.follow(store);
        var cursor = log.cursor(Start.earliest())) {
      var reader = Task.start(() -> Logs.read(cursor, 500));
      fill(writer, 500);
      assertThat(reader.result()).isEqualTo(lines(0, 500));
    }
  }

  @Test
  void itGoesOnWithTheNextWriter() throws Exception {
    Stores.filled(store, 10);
    try (var log = MessageLog.follow(store);
        var cursor = log.cursor(Start.earliest())) {
      for (int round = 2; round < 6; round++) {
        try (var writer = Stores.open(store, Stores.LARGE, Sync.NONE)) {
          fill(writer, 10 * round);
        }
      }
      assertThat(Logs.read(cursor, 50)).isEqualTo(lines(0, 50));
    }
  }

  @Test
  void nothingCanBeAppended() throws Exception {
    Stores.filled(store, 10);
    try (var log = MessageLog.follow(store)) {
      assertThatThrownBy(() -> log.append("mine"))
          .isInstanceOf(LogClosed.class)
          .hasMessage("the stream is only read here: nothing can be appended to it");
    }
    assertThat(Stores.text(store)).isEqualTo(Stores.text(lines(0, 10)));
  }

  @Test
  void whatTheWriterDropsIsDropped() throws Exception {
    try (var writer = Stores.open(store)) {
      fill(writer, 100);
      try (var log = MessageLog.follow(store);
          var cursor = log.cursor(Start.earliest(), Slow.SKIP)) {
        assertThat(Logs.read(cursor, 3)).isEqualTo(lines(0, 3));
        fill(writer, 3_000);
        await()
            .atMost(Task.PATIENCE)
            .until(() -> log.counts().earliest() > 2_000 && log.next() == 3_000);
        cursor.endHere();
        var rest = Logs.readAll(cursor);
        assertThat(rest).endsWith(line(2_999)).doesNotContain(line(1_000)).doesNotHaveDuplicates();
        assertThat(cursor.counts().skipped() + rest.size() + 3).isEqualTo(3_000);
      }
    }
  }

  @Test
  void whatIsDroppedWhileItIsBeingLoadedIsNoDamage() throws Exception {
    Stores.filled(store, 8_000);
    var drops = new AtomicInteger(2);
    var disk =
        new SteppingDisk(() -> {
          // Between a look at what there is, and the opening of a file.
          List<Path> data = Stores.data(store);
          if (drops.getAndDecrement() > 0) {
            Files.delete(data.getFirst());
            Files.delete(Stores.indexes(store).getFirst());
          }
        });
    List<Path> before = Stores.data(store);
    drops.set(0);
    try (var log = MessageLog.follow(store, disk)) {
      drops.set(2);
      try (var cursor = log.cursor(Start.earliest(), Slow.SKIP)) {
        cursor.endHere();
        String third = before.get(2).getFileName().toString();
        int first = Integer.parseInt(third.substring(0, third.indexOf('.')));
        assertThat(Logs.readAll(cursor)).isEqualTo(lines(first, 8_000));
      }
    }
  }

  @Test
  void whatIsInTheMidstOfBeingDroppedIsNoDamage() throws Exception {
    Stores.filled(store, 8_000);
    List<Path> data = Stores.data(store);
    var loading = new AtomicBoolean();
    var disk =
        new SteppingDisk(() -> {
          if (loading.get()) {
            Files.deleteIfExists(data.getFirst()); // the index goes last of all
          }
        });
    try (var log = MessageLog.follow(store, disk)) {
      loading.set(true);
      try (var cursor = log.cursor(Start.earliest(), Slow.SKIP)) {
        cursor.endHere();
        String second = data.get(1).getFileName().toString();
        int first = Integer.parseInt(second.substring(0, second.indexOf('.')));
        assertThat(Logs.readAll(cursor)).isEqualTo(lines(first, 8_000));
      }
    }
  }

  @Test
  void aNewEpochDisconnects() throws Exception {
    Stores.filled(store, 10);
    try (var log = MessageLog.follow(store);
        var cursor = log.cursor(Start.latest())) {
      Files.delete(store.resolve("state")); // so that the next writer cannot know what was lost
      try (var writer = Stores.open(store)) {
        assertThat(writer.epoch()).isGreaterThan(log.epoch());
        writer.append("another");
        assertThatThrownBy(cursor::next).isInstanceOf(CursorDisconnected.class);
      }
    }
  }

  /** As a loss of power may leave it, or a bit that is flipped. */
  @Test
  void noMemoryIsTakenForALengthThatCannotBe() throws Exception {
    try (var writer = Stores.open(store, Stores.LARGE, Sync.NONE);
        var log = MessageLog.follow(store);
        var cursor = log.cursor(Start.earliest())) {
      fill(writer, 10);
      assertThat(Logs.read(cursor, 10)).isEqualTo(lines(0, 10));
      Path index = Stores.indexes(store).getLast();
      ByteBuffer last = ByteBuffer.wrap(Files.readAllBytes(index));
      int at = last.limit() - IndexEntry.BYTES;
      IndexEntry entry = IndexEntry.decode(last, at);
      ByteBuffer next = ByteBuffer.wrap(Arrays.copyOfRange(last.array(), at, last.limit()));
      next.putLong(0, entry.nextOffset()).putInt(16, entry.end()).putInt(20, Integer.MAX_VALUE);
      Files.write(index, next.array(), StandardOpenOption.APPEND);
      assertThatThrownBy(cursor::next)
          .isInstanceOf(StoreDamaged.class)
          .hasMessage(
              "%s is damaged from byte 990 on, message 10: it does not match its checksum"
                  .formatted(Stores.data(store).getLast()));
    }
  }

  @Test
  void theLargestMessageAndTheNameOfItsPeerAreFollowed() throws Exception {
    LogOptions options = Stores.LARGE.maxMessage(16 << 20);
    var source = Origin.of("tcp://" + "a".repeat(Origin.LONGEST_SOURCE - 6));
    try (var writer = MessageLog.open(store, Framing.lines(), options, StoreOptions.standard());
        var log = MessageLog.follow(store);
        var cursor = log.cursor(Start.earliest())) {
      Message large = Message.of("x".repeat(largest(options)));
      writer.append(large, source);
      writer.append(
          "y".repeat(700)); // for which there is room where the name might have been longer
      writer.append(Message.of("z"), source);
      var reader = Task.start(() -> Logs.read(cursor, 3));
      assertThat(reader.result()).containsExactly(large.text(), "y".repeat(700), "z");
    }
  }

  /** The longest line that a segment holds. */
  private static int largest(LogOptions options) {
    return Largest.of(options, Framing.lines(), IndexHeader.lengthFor("lines")).message();
  }

  @Test
  void whatIsNoStoreIsSaid() throws Exception {
    assertThatThrownBy(() -> MessageLog.follow(store))
        .isInstanceOf(StoreUnusable.class)
        .hasMessage("there is no store " + store);
    Files.createDirectory(store);
    assertThatThrownBy(() -> MessageLog.follow(store))
        .isInstanceOf(StoreUnusable.class)
        .hasMessage("there is no stream in " + store);
  }

  @Test
  void aWriterInAnotherProcessIsFollowedUntilItIsKilled() throws Exception {
    Process writer = KilledWriter.start(store, Sync.INTERVAL, 1);
    try (var output = writer.inputReader()) {
      output.readLine();
      output.readLine(); // the first message is there
      Set<Long> seen = new HashSet<>();
      try (var log = MessageLog.follow(store);
          var cursor = log.cursor(Start.earliest())) {
        while (seen.size() < 20_000) {
          add(cursor.next(), seen);
          if (seen.size() == 10_000) {
            writer.toHandle().destroyForcibly();
            writer.waitFor();
            cursor.endHere();
            break;
          }
        }
        for (Entry entry; (entry = cursor.next()) != null; ) {
          add(entry, seen);
        }
        try (var next = Stores.open(store, Stores.LARGE, Sync.NONE)) {
          assertThat(next.next()).isGreaterThanOrEqualTo(seen.size());
        }
      }
    } finally {
      writer.toHandle().destroyForcibly();
    }
  }

  private static void add(Entry entry, Set<Long> seen) throws IOException {
    assertThat(entry.offset()).isEqualTo(seen.size());
    assertThat(seen.add(Numbered.number(ByteBuffer.wrap(entry.message().bytes())))).isTrue();
  }
}
