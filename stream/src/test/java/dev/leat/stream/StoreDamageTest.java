package dev.leat.stream;

import static dev.leat.stream.Logs.fill;
import static dev.leat.stream.Logs.lines;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has gone wrong on the disk is found before it is served, and is said with its place. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StoreDamageTest {
  private static final int LINES = 2_000;
  private static final LogOptions OPTIONS = Stores.LARGE.retention(256 << 10);

  @TempDir Path directory;
  private Path store;

  /** Segments of 64 KiB, the first of them for 64 KiB of lines of 100 bytes. */
  private List<Path> made() throws IOException {
    store = directory.resolve("store");
    try (var log = Stores.open(store, OPTIONS, Sync.INTERVAL)) {
      for (int i = 0; i < LINES; i++) {
        Origin origin = Origin.of("tcp://10.0.0.1:" + (4000 + i % 50));
        log.append(Message.of(Logs.line(i)), origin);
      }
    }
    return Stores.data(store);
  }

  private MessageLog open() throws IOException {
    return Stores.open(store, OPTIONS, Sync.INTERVAL);
  }

  private static long base(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private static void flip(Path file, long bit) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
    Files.write(file, bytes);
  }

  private static long bits(Path file) throws IOException {
    return 8 * Files.size(file);
  }

  @Test
  void aDamagedEndIsNoEndForWhoFollows() throws Exception {
    List<Path> data = made();
    int next = (int) base(data.getLast());
    flip(data.getLast(), 3);
    try (var log = MessageLog.follow(store)) {
      assertThat(log.next()).isEqualTo(next);
      assertThat(log.damage()).isNotNull();
      assertThat(log.damage().offset()).isEqualTo(next);
      assertDamaged(() -> log.cursor(Start.offset(next + 5)), data.getLast());
      try (var cursor = log.cursor(Start.offset(next - 10))) {
        cursor.endHere();
        for (int i = next - 10; i < next; i++) {
          assertThat(cursor.next().message()).hasToString(Logs.line(i));
        }
        assertDamaged(cursor::next, data.getLast());
      }
      try (var cursor = log.cursor(Start.offset(next - 10)).limit(10)) {
        assertThat(Logs.readAll(cursor)).isEqualTo(lines(next - 10, next));
      }
    }
  }

  @Test
  void aStoreWhoseOnlySegmentIsDamagedDoesNotLookEmpty() throws Exception {
    store = directory.resolve("store");
    try (var log = open()) {
      fill(log, 10);
    }
    flip(Stores.data(store).getFirst(), 3);
    try (var log = MessageLog.follow(store);
        var cursor = log.cursor(Start.earliest())) {
      cursor.endHere();
      assertDamaged(cursor::next, Stores.data(store).getFirst());
    }
  }

  private static void assertDamaged(ThrowingCallable reading, Path file) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(StoreDamaged.class, e -> assertThat(e.file()).isEqualTo(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {".data", ".index", ".sources"})
  void aBitFlippedInASealedSegmentIsFound(String suffix) throws Exception {
    List<Path> data = made();
    assertThat(data).hasSizeGreaterThan(3);
    var random = new Random(suffix.hashCode());
    long first = base(data.get(1));
    long next = base(data.get(2));
    Path file = Path.of(data.get(1).toString().replace(".data", suffix));
    byte[] right = Files.readAllBytes(file);
    int header = suffix.equals(".index") ? 8 * 128 : 0;
    for (int i = 0; i < 60; i++) {
      long bit = header + random.nextLong(bits(file) - header);
      flip(file, bit);
      try (var log = open()) {
        assertThat(Stores.read(log, next)).isEqualTo(lines((int) next, LINES));
        assertThatThrownBy(() -> log.cursor(Start.offset(first + 5)))
            .isInstanceOfSatisfying(
                StoreDamaged.class,
                e -> {
                  assertThat(e.file()).isEqualTo(data.get(1));
                  assertThat(e.offset()).isBetween(first, next - 1);
                  assertThat(e.position()).isEqualTo(99 * (e.offset() - first));
                  if (suffix.equals(".data")) {
                    assertThat(e.position()).isBetween(bit / 8 - 98, bit / 8);
                  }
                })
            .hasMessageStartingWith(data.get(1) + " is damaged from byte ");
        try (var cursor = log.cursor(Start.offset(base(data.getFirst())))) {
          List<String> before = Logs.read(cursor, (int) (first - base(data.getFirst())));
          assertThat(before).isEqualTo(lines((int) base(data.getFirst()), (int) first));
          assertThatThrownBy(cursor::next).isInstanceOf(StoreDamaged.class);
          assertThatThrownBy(cursor::next).isInstanceOf(StoreDamaged.class);
        }
      }
      Files.write(file, right);
    }
    try (var log = open()) {
      assertThat(Stores.read(log, first)).isEqualTo(lines((int) first, LINES));
    }
  }

  @Test
  void aBitFlippedInAHeaderIsFound() throws Exception {
    List<Path> data = made();
    Path index = Path.of(data.get(1).toString().replace(".data", ".index"));
    byte[] right = Files.readAllBytes(index);
    for (int bit = 0; bit < 8 * 128; bit += 5) {
      flip(index, bit);
      assertThatThrownBy(this::open)
          .as("bit %d", bit)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(index.toString());
      Files.write(index, right);
    }
    open().close();
  }

  @Test
  void aBitFlippedInTheNewestSegmentIsFound() throws Exception {
    List<Path> data = made();
    Path newest = data.getLast();
    long first = base(newest);
    byte[] right = Files.readAllBytes(newest);
    flip(newest, 8 * 100);
    try (var log = open()) {
      assertThat(log.next()).isEqualTo(LINES);
      assertThat(log.append("after")).isEqualTo(LINES);
      assertThat(Stores.read(log, LINES)).containsExactly("after");
      assertThatThrownBy(() -> log.cursor(Start.offset(first + 3)))
          .isInstanceOf(StoreDamaged.class)
          .hasMessage(
              "%s is damaged from byte 99 on, message %d: it does not match its checksum"
                  .formatted(newest, first + 1));
    }
    Files.write(newest, right);
    try (var log = open()) {
      assertThat(Stores.read(log, first)).startsWith(Logs.line(first)).endsWith("after");
    }
  }

  @Test
  void aDamagedNewestMessageIsAnErrorAndNothingIsCut() throws Exception {
    Path newest = made().getLast();
    long size = Files.size(newest);
    flip(newest, 8 * size - 100);
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            StoreDamaged.class, e -> assertThat(e.offset()).isEqualTo(LINES - 1));
    assertThat(newest).hasSize(size);
    flip(newest, 8 * size - 100);
    try (var log = open()) {
      assertThat(log.next()).isEqualTo(LINES);
    }
  }

  @Test
  void aMissingSegmentIsSaid() throws Exception {
    List<Path> data = made();
    long missing = base(data.get(2));
    Path data2 = data.get(2);
    Path index2 = Path.of(data2.toString().replace(".data", ".index"));
    byte[] dataBytes = Files.readAllBytes(data2);
    byte[] indexBytes = Files.readAllBytes(index2);

    Files.delete(data2);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreDamaged.class)
        .hasMessage(
            "%s is damaged from byte 0 on, message %d: the file is missing"
                .formatted(data2, missing));
    Files.delete(index2);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreDamaged.class)
        .hasMessageContaining(
            "message %d: what followed, up to message %d, is missing"
                .formatted(missing, base(data.get(3)) - 1));
    Files.write(data2, dataBytes);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreDamaged.class)
        .hasMessageEndingWith("message %d: its index is missing".formatted(missing));
    Files.write(index2, indexBytes);
    try (var log = open()) {
      assertThat(Stores.read(log, missing)).isEqualTo(lines((int) missing, LINES));
    }
  }

  @Test
  void aSegmentThatGoesMissingWhileTheStoreIsOpenIsSaid() throws Exception {
    List<Path> data = made();
    long missing = base(data.get(2));
    try (var log = open()) {
      Files.delete(data.get(2));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> log.cursor(Start.offset(missing)))
            .isInstanceOf(StoreDamaged.class)
            .hasMessage(
                "%s is damaged from byte 0 on, message %d: its files are missing"
                    .formatted(data.get(2), missing));
      }
      assertThat(log.append("goes on")).isEqualTo(LINES);
      long next = base(data.get(3));
      assertThat(Stores.read(log, next)).hasSize((int) (LINES + 1 - next)).endsWith("goes on");
    }
  }

  @Test
  void aMissingNewestSegmentIsSaid() throws Exception {
    Path newest = made().getLast();
    Files.delete(newest);
    Files.delete(Path.of(newest.toString().replace(".data", ".index")));
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreDamaged.class)
        .hasMessageEndingWith("the newest segment is missing");
  }

  @Test
  void missingOldestSegmentsAreAsIfDropped() throws Exception {
    List<Path> data = made();
    Files.delete(data.getFirst()); // as when deleting it was interrupted
    long earliest = base(data.get(1));
    try (var log = open()) {
      assertThat(log.counts().earliest()).isEqualTo(earliest);
      assertThat(Stores.read(log, earliest)).isEqualTo(lines((int) earliest, LINES));
    }
    assertThat(Stores.indexes(store)).hasSameSizeAs(Stores.data(store));
  }

  @Test
  void aSegmentThatHasLostItsEndIsNotServed() throws Exception {
    List<Path> data = made();
    byte[] right = Files.readAllBytes(data.get(1));
    Files.write(data.get(1), Arrays.copyOf(right, right.length - 150));
    try (var log = open()) {
      assertThatThrownBy(() -> log.cursor(Start.offset(base(data.get(1)))))
          .isInstanceOf(StoreDamaged.class);
      long next = base(data.get(2));
      assertThat(Stores.read(log, next)).isEqualTo(lines((int) next, LINES));
    }
  }

  @Test
  void bytesThatNobodyHasSeenAreCutOff() throws Exception {
    Path newest = made().getLast();
    Path index = Path.of(newest.toString().replace(".data", ".index"));
    byte[] right = Files.readAllBytes(newest);
    Files.write(newest, "half a line".getBytes(UTF_8), APPEND);
    Files.write(index, new byte[17], APPEND);
    long epoch;
    try (var log = open()) {
      epoch = log.epoch();
      assertThat(log.next()).isEqualTo(LINES);
      fill(log, LINES + 1);
    }
    assertThat(newest).hasBinaryContent(right);
    try (var log = open()) {
      assertThat(log.epoch()).isEqualTo(epoch);
    }
  }

  @Test
  void aStoreWithoutItsStateIsReadAndBeginsANewEpoch() throws Exception {
    made();
    long before;
    try (var log = open()) {
      before = log.epoch();
    }
    Files.delete(store.resolve("state"));
    try (var log = open()) {
      assertThat(log.next()).isEqualTo(LINES);
      assertThat(log.epoch()).isGreaterThan(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".data", ".index"})
  void aFileThatIsLargerThanAnySegmentIsDamage(String suffix) throws Exception {
    Path data = made().get(1);
    Path large = Path.of(data.toString().replace(".data", suffix));
    try (var file = FileChannel.open(large, WRITE)) {
      file.write(ByteBuffer.allocate(1), 1L << 31); // most of which takes no room
    }
    assertThat(Store.at(store).verify((read, total) -> {}).damage())
        .anySatisfy(damage ->
            assertThat(damage)
                .hasMessageStartingWith(data + " is damaged from byte 0 on, ")
                .hasMessageEndingWith(" has 2147483649 bytes, more than any segment"));
  }

  /** Reads by copying, as TLS does. */
  private static final class Copying implements WritableByteChannel {
    @Override
    public int write(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void whatIsMappedAndCanNoLongerBeReadIsDamageWithItsPlace() throws Exception {
    store = directory.resolve("store");
    try (var log = open()) {
      log.appendFrames(Logs.utf8(Stores.text(lines(0, 500)))); // in one entry
    }
    Path data = Stores.data(store).getFirst();
    try (var log = open();
        var reader = log.cursor(Start.earliest());
        var writer = log.cursor(Start.earliest())) {
      try (var file = FileChannel.open(data, WRITE)) {
        file.truncate(0);
      }
      String damaged = data + " is damaged from byte 0 on, message 0: it can no longer be read: ";
      assertThatThrownBy(reader::next)
          .isInstanceOf(StoreDamaged.class)
          .hasMessageStartingWith(damaged);
      assertThatThrownBy(() -> writer.writeTo(new Copying()))
          .isInstanceOf(StoreDamaged.class)
          .hasMessageStartingWith(damaged);
      assertThatThrownBy(() -> log.cursor(Start.offset(5)))
          .isInstanceOf(StoreDamaged.class)
          .hasMessageStartingWith(damaged);
    }
  }
}
