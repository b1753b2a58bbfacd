package dev.leat.stream;

import static dev.leat.stream.Logs.fill;
import static dev.leat.stream.Logs.line;
import static dev.leat.stream.Logs.lines;
import static dev.leat.stream.Logs.readAll;
import static dev.leat.stream.Logs.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import java.io.ByteArrayOutputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StoreTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void name() {
    store = directory.resolve("store");
  }

  @ParameterizedTest
  @EnumSource
  void whatWasAppendedIsThereWhenItIsOpenedAgain(Sync sync) throws Exception {
    long epoch;
    try (var log = Stores.open(store, Stores.LARGE, sync)) {
      epoch = log.epoch();
      assertThat(log.append("one")).isZero();
      assertThat(log.append("two")).isEqualTo(1);
    }
    try (var log = Stores.open(store, Stores.LARGE, sync)) {
      assertThat(log.next()).isEqualTo(2);
      assertThat(log.epoch()).isEqualTo(epoch);
      assertThat(log.append("three")).isEqualTo(2);
      assertThat(Stores.read(log, 0)).containsExactly("one", "two", "three");
      assertThat(log.counts().bytes()).isEqualTo(14);
    }
    assertThat(Stores.text(store)).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void theDataFilesAreTheBytesOnTheWire() throws Exception {
    try (var log = Stores.open(store, Stores.LARGE.retention(1 << 20), Sync.INTERVAL)) {
      fill(log, 5_000);
      ByteBuffer frames = utf8("a\r\nb\n\nrest");
      assertThat(log.appendFrames(frames)).isEqualTo(3);
      assertThat(UTF_8.decode(frames).toString()).isEqualTo("rest");
    }
    assertThat(Stores.data(store)).hasSizeGreaterThan(1);
    assertThat(Stores.text(store)).isEqualTo(Stores.text(lines(0, 5_000)) + "a\r\nb\n\n");
  }

  @Test
  void readersGoFromSegmentToSegmentWhileItIsWritten() throws Exception {
    try (var log = Stores.open(store, Stores.LARGE.retention(256 << 10), Sync.NONE);
        var cursor = log.cursor(Start.earliest(), Slow.WAIT)) {
      var reader = Task.start(() -> Logs.read(cursor, 10_000));
      fill(log, 10_000);
      assertThat(reader.result()).isEqualTo(lines(0, 10_000));
      assertThat(log.counts().memory()).isLessThanOrEqualTo(512 << 10);
    }
  }

  @Test
  void writeToGivesTheSameBytesAgainAndAgain() throws Exception {
    Stores.filled(store, 8_000);
    try (var log = Stores.open(store, Stores.LARGE.retention(1 << 20), Sync.NONE)) {
      long earliest = log.counts().earliest();
      for (int round = 0; round < 3; round++) {
        var bytes = new ByteArrayOutputStream();
        try (var cursor = log.cursor(Start.offset(earliest + 7))) {
          cursor.limit(5_000);
          while (cursor.writeTo(Channels.newChannel(bytes)) >= 0) {}
        }
        assertThat(bytes.toString(UTF_8))
            .isEqualTo(Stores.text(lines((int) earliest + 7, (int) earliest + 5_007)));
      }
    }
  }

  @Test
  void everyOffsetIsFound() throws Exception {
    Stores.filled(store, 3_000);
    try (var log = Stores.open(store, Stores.LARGE, Sync.NONE)) {
      for (int offset = 0; offset < 3_000; offset += 37) {
        try (var cursor = log.cursor(Start.offset(offset))) {
          assertThat(cursor.next().message().text()).isEqualTo(line(offset));
        }
      }
      try (var cursor = log.cursor(Start.last())) {
        assertThat(cursor.next().message().text()).isEqualTo(line(2_999));
      }
      assertThatThrownBy(() -> log.cursor(Start.offset(3_001)))
          .isInstanceOf(OffsetOutOfRange.class);
    }
  }

  @Test
  void aTimeIsFoundAlsoAfterARestart() throws Exception {
    var clock = new TestClock();
    var start = clock.instant();
    var options = StoreOptions.standard().sync(Sync.NONE);
    var retention = Stores.LARGE.retention(128 << 10);
    try (var log =
        MessageLog.open(store, Framing.lines(), retention, options, clock, Disk.SYSTEM)) {
      for (int i = 0; i < 600; i++) {
        clock.move(Duration.ofSeconds(1));
        log.append(line(i));
      }
    }
    try (var log =
        MessageLog.open(store, Framing.lines(), retention, options, clock, Disk.SYSTEM)) {
      for (int i = 1; i <= 600; i += 13) {
        try (var cursor = log.cursor(Start.time(start.plusSeconds(i)))) {
          assertThat(cursor.next().message().text()).isEqualTo(line(i - 1));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lines", "u16be", "netstring", "cobs", "raw"})
  void everyFramingIsRead(String framing) throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      expected.add("[" + i + ",\"" + "x".repeat(i % 90) + "\"]");
    }
    try (var log = open(framing)) {
      for (String text : expected) {
        log.append(text);
      }
    }
    try (var log = open(framing);
        var cursor = log.cursor(Start.earliest())) {
      cursor.endHere();
      assertThat(readAll(cursor)).isEqualTo(expected);
    }
  }

  private MessageLog open(String framing) throws Exception {
    return MessageLog.open(
        store,
        Framing.parse(framing),
        LogOptions.standard().retention(256 << 10),
        StoreOptions.standard().sync(Sync.NONE));
  }

  @Test
  void whatRetentionDropsIsDeleted() throws Exception {
    try (var log = Stores.open(store)) {
      fill(log, 5_000);
      await()
          .atMost(Task.PATIENCE)
          .untilAsserted(() -> assertThat(size()).isLessThanOrEqualTo(64 << 10));
      assertThat(Stores.read(log, log.counts().earliest()))
          .isEqualTo(lines((int) log.counts().earliest(), 5_000));
    }
    try (var log = Stores.open(store)) {
      assertThat(log.next()).isEqualTo(5_000);
      assertThat(log.counts().earliest()).isGreaterThan(4_000);
      fill(log, 6_000);
      assertThat(Stores.read(log, log.counts().earliest()))
          .isEqualTo(lines((int) log.counts().earliest(), 6_000));
    }
  }

  private long size() throws Exception {
    long size = 0;
    for (Path file : Stores.data(store)) {
      size += Files.size(file);
    }
    for (Path file : Stores.indexes(store)) {
      size += Files.size(file);
    }
    return size;
  }

  @Test
  void offsetsGoOnThoughEverythingHasAged() throws Exception {
    var clock = new TestClock();
    var options = Stores.SMALL.maxAge(Duration.ofMinutes(1));
    for (int round = 1; round < 5; round++) {
      try (var log =
          MessageLog.open(
              store, Framing.lines(), options, StoreOptions.standard(), clock, Disk.SYSTEM)) {
        fill(log, 200 * round);
        clock.move(Duration.ofSeconds(61));
        log.cursor(Start.earliest()).close();
        assertThat(log.counts().earliest()).isEqualTo(200L * round);
        assertThat(log.next()).isEqualTo(200L * round);
      }
    }
  }

  @Test
  void theClockMayJumpBack() throws Exception {
    var clock = new TestClock();
    var start = clock.instant();
    var options = StoreOptions.standard();
    try (var log =
        MessageLog.open(store, Framing.lines(), Stores.LARGE, options, clock, Disk.SYSTEM)) {
      log.append("one");
      clock.move(Duration.ofHours(-2));
      log.append("two");
    }
    clock.move(Duration.ofHours(-2));
    try (var log =
        MessageLog.open(store, Framing.lines(), Stores.LARGE, options, clock, Disk.SYSTEM)) {
      log.append("three");
      try (var cursor = log.cursor(Start.time(start))) {
        assertThat(Logs.read(cursor, 3)).containsExactly("one", "two", "three");
      }
    }
  }

  @Test
  void manyPublishersShareTheirCommits() throws Exception {
    try (var log = Stores.open(store, Stores.LARGE, Sync.ALWAYS)) {
      List<Task<List<Long>>> publishers = new ArrayList<>();
      for (int p = 0; p < 8; p++) {
        String name = "publisher " + p;
        publishers.add(
            Task.start(() -> {
              List<Long> offsets = new ArrayList<>();
              for (int i = 0; i < 100; i++) {
                offsets.add(log.append(name + " " + i));
              }
              return offsets;
            }));
      }
      List<String> read = new ArrayList<>();
      for (int p = 0; p < 8; p++) {
        List<Long> offsets = publishers.get(p).result();
        read = Stores.read(log, 0);
        for (int i = 0; i < 100; i++) {
          assertThat(read.get(offsets.get(i).intValue())).isEqualTo("publisher " + p + " " + i);
        }
      }
      assertThat(read).hasSize(800);
    }
  }

  @Test
  void anInterruptedPublisherHarmsNobody() throws Exception {
    try (var log = Stores.open(store)) {
      for (int i = 0; i < 200; i++) {
        Thread.currentThread().interrupt();
        assertThat(log.append(line(i))).isEqualTo(i);
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
      }
      fill(log, 400);
      assertThat(Stores.read(log, 300)).isEqualTo(lines(300, 400));
    }
  }

  @Test
  void anInterruptedReaderHarmsNobody() throws Exception {
    Stores.filled(store, 5_000);
    try (var log = Stores.open(store, Stores.LARGE, Sync.NONE)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> log.cursor(Start.earliest()))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(Stores.read(log, 0)).isEqualTo(lines(0, 5_000));
    }
  }

  @Test
  void aStoreHasOneWriter() throws Exception {
    try (var log = Stores.open(store)) {
      assertThatThrownBy(() -> Stores.open(store))
          .isInstanceOf(StoreUnusable.class)
          .hasMessage("the store " + store + " is being written by this process already");
      log.append("goes on");
    }
    Stores.open(store).close();
  }

  @Test
  void anotherFramingIsRefused() throws Exception {
    Stores.filled(store, 10);
    assertThatThrownBy(() -> open("u16be"))
        .isInstanceOf(StoreUnusable.class)
        .hasMessage(store + " holds a stream framed as lines, not as u16be");
    Files.delete(store.resolve("state"));
    assertThatThrownBy(() -> open("u16be"))
        .isInstanceOf(StoreUnusable.class)
        .hasMessageEndingWith(".index holds a stream framed as lines, not as u16be");
    try (var log = MessageLog.open(store, null, Stores.SMALL, StoreOptions.standard())) {
      assertThat(log.framing()).isEqualTo(Framing.lines());
    }
  }

  @Test
  void anotherVersionIsRefused() throws Exception {
    Path index = Stores.indexes(Stores.filled(store, 10)).getFirst();
    byte[] bytes = Files.readAllBytes(index);
    bytes[11] = 2;
    Files.write(index, bytes);
    assertThatThrownBy(() -> Stores.open(store))
        .isInstanceOf(StoreUnusable.class)
        .hasMessage(
            index + " was written in version 2 of the format; this program reads version 1");
  }

  @Test
  void aStateOfAnotherVersionIsRefused() throws Exception {
    Stores.open(store).close();
    Path state = store.resolve("state");
    String text = Files.readString(state).replace("leat-store 1", "leat-store 2");
    Files.writeString(state, text);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> Stores.open(store))
          .isInstanceOf(StoreUnusable.class)
          .hasMessage(
              state + " was written in version 2 of the format; this program reads version 1");
    }
    assertThat(state).hasContent(text);
  }

  @Test
  void whatIsNoStoreIsLeftAlone() throws Exception {
    Files.createDirectory(store);
    Files.writeString(store.resolve("letter.txt"), "dear");
    assertThatThrownBy(() -> Stores.open(store))
        .isInstanceOf(StoreUnusable.class)
        .hasMessageContaining("is no store: it holds letter.txt");
    assertThat(store).isDirectoryNotContaining("glob:**lock");
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> Stores.open(file))
        .isInstanceOf(StoreUnusable.class)
        .hasMessageContaining("is a file, not a directory");
    assertThatThrownBy(() ->
            MessageLog.open(directory.resolve("new"), null, Stores.SMALL, StoreOptions.standard()))
        .isInstanceOf(StoreUnusable.class)
        .hasMessageContaining("there is no stream in");
  }

  @Test
  void aRetentionTooSmallIsSaid() throws Exception {
    var options = StoreOptions.standard();
    var tiny = Stores.SMALL.retention(4 << 10);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () -> MessageLog.open(store, Framing.delimiter(new byte[500]), tiny, options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("a retention of 4096 bytes has no room for a message framed as");
    }
  }

  @Test
  void badFramesAreRefusedAndThoseBeforeThemKept() throws Exception {
    try (var log = open("netstring")) {
      ByteBuffer frames = utf8("3:one,3:two,x:bad,");
      assertThatThrownBy(() -> log.appendFrames(frames)).isInstanceOf(FramingException.class);
      assertThat(UTF_8.decode(frames).toString()).isEqualTo("x:bad,");
      assertThat(log.counts().refused()).isEqualTo(1);
      assertThat(Stores.read(log, 0)).containsExactly("one", "two");
    }
    assertThat(Stores.text(store)).isEqualTo("3:one,3:two,");
  }

  @Test
  void aFinishedStoreEndsItsCursorsAfterTheLastMessage() throws Exception {
    try (var log = Stores.open(store);
        var cursor = log.cursor(Start.earliest())) {
      var reader = Task.start(() -> readAll(cursor));
      fill(log, 50);
      log.finish();
      assertThat(reader.result()).isEqualTo(lines(0, 50));
      assertThatThrownBy(() -> log.append("late")).isInstanceOf(LogClosed.class);
    }
  }

  @Test
  void closingWhileOthersAppendLosesNothingAcknowledged() throws Exception {
    for (int round = 0; round < 10; round++) {
      Path here = directory.resolve("round" + round);
      List<String> acknowledged = new ArrayList<>();
      Task<Boolean> publisher;
      try (var log = Stores.open(here, Stores.LARGE, Sync.NONE)) {
        publisher =
            Task.start(() -> {
              try {
                for (int i = 0; ; i++) {
                  log.append(line(i));
                  acknowledged.add(line(i));
                }
              } catch (LogClosed e) {
                return true;
              }
            });
        try (var cursor = log.cursor(Start.earliest())) {
          Logs.read(cursor, 20);
        }
      }
      assertThat(publisher.result()).isTrue();
      try (var log = Stores.open(here, Stores.LARGE, Sync.NONE)) {
        assertThat(Stores.read(log, 0)).isEqualTo(acknowledged);
      }
    }
  }
}
