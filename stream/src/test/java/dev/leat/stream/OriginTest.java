package dev.leat.stream;

import static dev.leat.stream.Logs.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store tells of each message when it came and where from. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OriginTest {
  private static final StoreOptions QUICK = StoreOptions.standard().sync(Sync.NONE);

  @TempDir Path directory;

  private final TestClock clock = new TestClock();

  private MessageLog open(Path store, Sync sync) throws IOException {
    return MessageLog.open(
        store, Framing.lines(), Stores.SMALL, QUICK.sync(sync), clock, Disk.SYSTEM);
  }

  private static List<Entry> entries(MessageLog log) throws IOException {
    var entries = new ArrayList<Entry>();
    try (var cursor = log.cursor(Start.earliest())) {
      cursor.endHere();
      for (Entry entry; (entry = cursor.next()) != null; ) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** Messages that come from several peers, alone and in batches, at times of their own. */
  private List<Entry> fill(MessageLog log, int count) throws IOException {
    var expected = new ArrayList<Entry>();
    while (expected.size() < count) {
      int i = expected.size();
      clock.move(Duration.ofMillis(i % 3));
      String source = i % 7 == 0 ? null : "tcp://127.0.0.1:" + (4000 + i % 5);
      Origin origin = new Origin(source, 0, 0);
      if (i % 4 == 0) {
        log.appendFrames(utf8(Logs.line(i) + "\n" + Logs.line(i + 1) + "\n"), origin);
        expected.add(new Entry(i, Message.of(Logs.line(i)), clock.instant(), source));
        expected.add(new Entry(i + 1, Message.of(Logs.line(i + 1)), clock.instant(), source));
      } else {
        log.append(Message.of(Logs.line(i)), origin);
        expected.add(new Entry(i, Message.of(Logs.line(i)), clock.instant(), source));
      }
    }
    return expected;
  }

  @Test
  void whatIsBeingWrittenTellsTimeAndSource() throws Exception {
    try (var log = open(directory.resolve("store"), Sync.NONE)) {
      List<Entry> expected = fill(log, 100);
      assertThat(entries(log)).isEqualTo(expected);
    }
  }

  @Test
  void soDoesWhatIsReadFromItsFiles() throws Exception {
    Path store = directory.resolve("store");
    List<Entry> expected;
    try (var log = open(store, Sync.ALWAYS)) {
      expected = fill(log, 300);
      assertThat(entries(log)).isEqualTo(expected);
    }
    assertThat(Stores.data(store)).as("several segments").hasSizeGreaterThan(2);
    try (var log = open(store, Sync.NONE)) {
      assertThat(entries(log)).isEqualTo(expected);
      expected.addAll(List.of());
    }
  }

  @Test
  void soDoesWhatAnotherProcessFollows() throws Exception {
    Path store = directory.resolve("store");
    try (var log = open(store, Sync.NONE)) {
      List<Entry> before = fill(log, 20);
      try (var follower = MessageLog.follow(store)) {
        assertThat(entries(follower)).isEqualTo(before);
        log.append(Message.of("later"), Origin.of("unix:/run/later"));
        await().atMost(Task.PATIENCE).until(() -> follower.next() == log.next());
        assertThat(entries(follower).getLast())
            .isEqualTo(
                new Entry(log.next() - 1, Message.of("later"), clock.instant(), "unix:/run/later"));
      }
    }
  }

  @Test
  void aSourceIsALineOfItsSegmentsFile() throws Exception {
    Path store = directory.resolve("store");
    try (var log = open(store, Sync.INTERVAL)) {
      log.append(Message.of("a"), Origin.of("tcp://127.0.0.1:1"));
      log.append(Message.of("b"), Origin.of("Café"));
      log.append(Message.of("c"), Origin.of("tcp://127.0.0.1:1"));
      log.append("d");
    }
    assertThat(store.resolve("00000000000000000000.sources"))
        .hasContent("tcp://127.0.0.1:1\nCafé\n");
    try (var log = open(store, Sync.INTERVAL)) {
      log.append("e");
    }
    assertThat(store.resolve("00000000000000000004.sources")).doesNotExist();
  }

  @Test
  void aSourceThatHasChangedIsDamage() throws Exception {
    Path store = directory.resolve("store");
    try (var log = open(store, Sync.ALWAYS)) {
      fill(log, 200);
    }
    Path sources = store.resolve("00000000000000000000.sources");
    Files.writeString(sources, Files.readString(sources).replace("4003", "4009"));
    try (var log = open(store, Sync.ALWAYS)) {
      assertThatThrownBy(() -> entries(log)).isInstanceOf(StoreDamaged.class);
    }
  }

  @Test
  void aLogInMemoryTellsNoSource() throws Exception {
    try (var log = MessageLog.inMemory(Framing.lines());
        var cursor = log.cursor(Start.earliest())) {
      log.append(Message.of("a"), Origin.of("tcp://127.0.0.1:1"));
      Entry entry = cursor.next();
      assertThat(entry).isNotNull();
      assertThat(entry.source()).isNull();
    }
  }

  @Test
  void aSourceIsALine() {
    assertThatThrownBy(() -> Origin.of("two\nlines")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Origin.of("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Origin.of("x".repeat(Origin.LONGEST_SOURCE + 1)))
        .hasMessageContaining("512");
    assertThat(Origin.of("é".repeat(Origin.LONGEST_SOURCE / 2)).source()).hasSize(256);
  }
}
