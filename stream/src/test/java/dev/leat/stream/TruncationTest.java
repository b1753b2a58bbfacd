package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are taken away at the ends of a store, and the others stay. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class TruncationTest {
  private static final int LINES = 6_000;

  /** Lines of 99 bytes that an entry holds. */
  private static final int AN_ENTRY = (64 << 10) / 99;

  @TempDir Path directory;

  /** Several segments, in which most entries have many messages. */
  private Path filled() throws IOException {
    Path store = directory.resolve("store");
    try (var log = open(store)) {
      for (int i = 0; i < LINES; i += 1000) {
        log.appendFrames(block(i, i + 1000));
      }
    }
    return store;
  }

  private static MessageLog open(Path store) throws IOException {
    return Stores.open(store, Stores.LARGE.retention(1 << 20), Sync.INTERVAL);
  }

  private static ByteBuffer block(int from, int to) {
    return ByteBuffer.wrap(text(from, to).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(int from, int to) {
    return Stores.text(Logs.lines(from, to));
  }

  private static void cut(Path store, long offset) throws IOException {
    try (var truncation = Store.at(store).truncation()) {
      truncation.cutAt(offset);
    }
  }

  private static void drop(Path store, long offset) throws IOException {
    try (var truncation = Store.at(store).truncation()) {
      truncation.dropBefore(offset);
    }
  }

  private static long bases(Path store) {
    return Stores.data(store).size();
  }

  private static long base(Path store, int segment) {
    return Long.parseLong(
        Stores.data(store).get(segment).getFileName().toString().substring(0, 20));
  }

  private static void assertWhole(Path store) throws IOException {
    assertThat(Store.at(store).verify((bytes, total) -> {}).damage()).isEmpty();
  }

  // The end

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300, AN_ENTRY, AN_ENTRY + 1, 3000, 5999})
  void itEndsBeforeThatMessage(int offset) throws Exception {
    Path store = filled();
    long epoch = Store.at(store).inspect().epoch();
    cut(store, offset);
    assertThat(Stores.text(store)).isEqualTo(text(0, offset));
    assertWhole(store);
    StoreInfo info = Store.at(store).inspect();
    assertThat(info.next()).isEqualTo(offset);
    assertThat(info.epoch()).isGreaterThan(epoch);
    try (var log = open(store)) {
      assertThat(log.epoch()).isEqualTo(info.epoch());
      assertThat(log.append("again")).isEqualTo(offset);
      var expected = new ArrayList<>(Logs.lines(Math.max(0, offset - 2), offset));
      expected.add("again");
      assertThat(Stores.read(log, Math.max(0, offset - 2))).isEqualTo(expected);
    }
    assertThat(Stores.text(store)).isEqualTo(text(0, offset) + "again\n");
    assertWhole(store);
  }

  @Test
  void itEndsWhereASegmentBegins() throws Exception {
    Path store = filled();
    long offset = base(store, 2);
    cut(store, offset);
    assertThat(Stores.text(store)).isEqualTo(text(0, (int) offset));
    try (var log = open(store)) {
      assertThat(log.next()).isEqualTo(offset);
    }
    assertWhole(store);
  }

  @Test
  void whereNothingFollowsNothingChanges() throws Exception {
    Path store = filled();
    long epoch = Store.at(store).inspect().epoch();
    cut(store, LINES);
    cut(store, LINES + 5);
    assertThat(Store.at(store).inspect().epoch()).isEqualTo(epoch);
    assertThat(Stores.text(store)).isEqualTo(text(0, LINES));
  }

  @Test
  void itCannotEndBeforeItsBeginning() throws Exception {
    Path store = filled();
    drop(store, 4000);
    assertThatThrownBy(() -> cut(store, 10)).isInstanceOf(OffsetOutOfRange.class);
  }

  @Test
  void damageIsCutOff() throws Exception {
    Path store = filled();
    Path damaged = Stores.data(store).get(1);
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length - 1] ^= 1;
    Files.write(damaged, bytes);
    StoreDamaged damage = Store.at(store).verify((read, total) -> {}).damage().getFirst();
    assertThatThrownBy(() -> cut(store, damage.offset() + 1)).isInstanceOf(StoreDamaged.class);
    cut(store, damage.offset());
    assertWhole(store);
    assertThat(Stores.text(store)).isEqualTo(text(0, (int) damage.offset()));
  }

  @Test
  void whoFollowsItIsToldThatItIsAnother() throws Exception {
    Path store = filled();
    try (var follower = MessageLog.follow(store);
        var cursor = follower.cursor(Start.latest())) {
      cut(store, 100);
      assertThatThrownBy(cursor::next).isInstanceOf(CursorDisconnected.class);
    }
  }

  /** A file that others have mapped into memory would end them if it were made shorter. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3000})
  void noFileThatOthersMayReadBecomesShorter(int offset) throws Exception {
    Path store = filled();
    List<Path> files = new ArrayList<>(Stores.data(store));
    files.addAll(Stores.indexes(store));
    List<FileChannel> open = new ArrayList<>();
    List<byte[]> before = new ArrayList<>();
    try {
      for (Path file : files) {
        open.add(FileChannel.open(file));
        before.add(Files.readAllBytes(file));
      }
      cut(store, offset);
      for (int i = 0; i < files.size(); i++) {
        var now = ByteBuffer.allocate((int) open.get(i).size());
        open.get(i).read(now, 0);
        assertThat(now.array()).as("%s", files.get(i)).isEqualTo(before.get(i));
      }
    } finally {
      for (FileChannel channel : open) {
        channel.close();
      }
    }
    assertThat(Stores.text(store)).isEqualTo(text(0, offset));
    assertThat(Stores.files(store, ".new")).isEmpty();
  }

  @Test
  void messagesThatAreNotDelimitedAreCutToo() throws Exception {
    Path store = directory.resolve("raw");
    var options = StoreOptions.standard();
    try (var log = MessageLog.open(store, Framing.raw(), Stores.LARGE, options)) {
      for (String text : new String[] {"one", "two", "three"}) {
        log.append(text);
      }
    }
    cut(store, 2);
    assertThat(Stores.text(store)).isEqualTo("onetwo");
    assertWhole(store);
  }

  @Test
  void aStoreThatIsBeingWrittenIsLeftAlone() throws Exception {
    Path store = filled();
    try (var _ = open(store)) {
      assertThatThrownBy(() -> cut(store, 10))
          .isInstanceOf(StoreUnusable.class)
          .hasMessageContaining("is being written");
    }
  }

  // The beginning

  @Test
  void segmentsBeforeAMessageAreDropped() throws Exception {
    Path store = filled();
    long epoch = Store.at(store).inspect().epoch();
    long offset = base(store, 2) + 5;
    try (var truncation = Store.at(store).truncation()) {
      assertThat(truncation.earliestWithout(offset)).isEqualTo(offset - 5);
      truncation.dropBefore(offset);
    }
    assertThat(Stores.text(store)).isEqualTo(text((int) offset - 5, LINES));
    assertThat(Store.at(store).inspect().epoch()).isEqualTo(epoch);
    assertWhole(store);
    try (var log = open(store)) {
      assertThat(log.counts().earliest()).isEqualTo(offset - 5);
      assertThat(log.epoch()).isEqualTo(epoch);
    }
  }

  @Test
  void aStoreIsEmptiedAndGoesOnAtItsOffset() throws Exception {
    Path store = filled();
    drop(store, LINES);
    assertThat(Stores.text(store)).isEmpty();
    assertThat(bases(store)).isEqualTo(1);
    assertWhole(store);
    try (var log = open(store)) {
      assertThat(log.append("next")).isEqualTo(LINES);
    }
    assertThat(Stores.text(store)).isEqualTo("next\n");
    assertWhole(store);
  }

  // Broken off

  @Test
  void whatAKilledWriterHasLeftOfACommitIsNotInTheWay() throws Exception {
    Path store = filled();
    Path newest = Stores.data(store).getLast();
    Path index = Stores.indexes(store).getLast();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(index));
    IndexEntry last = IndexEntry.decode(bytes, bytes.limit() - IndexEntry.BYTES);
    byte[] line = (Logs.line(LINES) + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer entry = ByteBuffer.allocate(IndexEntry.BYTES);
    var stamp = new Stamp(last.time(), 0, 0, 0);
    new IndexEntry(LINES, last.end(), line.length, 1, stamp, -1)
        .encode(entry, ByteBuffer.wrap(line), new byte[0], true, new CRC32C());
    Files.write(newest, line, StandardOpenOption.APPEND);
    Files.write(index, entry.array(), StandardOpenOption.APPEND);
    boolean whole = false;
    for (int steps = 0; !whole; steps++) {
      Path copy = directory.resolve("broken-" + steps);
      Stores.copy(store, copy);
      whole = truncate(copy, false, LINES, new FailingDisk(Disk.SYSTEM, steps));
      assertStays(copy, Disk.SYSTEM, false, LINES, whole);
      Stores.delete(copy);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 700", "true, 0", "true, 3600", "false, 3600", "false, 6000"})
  void whereverItIsBrokenOffWhatWasToStayIsThere(boolean end, int offset) throws Exception {
    Path store = filled();
    boolean whole = false;
    for (int steps = 0; !whole; steps++) {
      Path copy = directory.resolve("broken-" + steps);
      Stores.copy(store, copy);
      var disk = new SimulatedDisk("boot", copy);
      whole = truncate(copy, end, offset, new FailingDisk(disk, steps));
      Path lost = directory.resolve("lost-" + steps);
      disk.lose(copy, lost, new Random(steps));
      assertStays(copy, Disk.SYSTEM, end, offset, whole);
      assertStays(lost, new SimulatedDisk("the next boot", lost), end, offset, whole);
      Stores.delete(copy);
      Stores.delete(lost);
    }
  }

  private static boolean truncate(Path store, boolean end, int offset, FailingDisk disk)
      throws IOException {
    try (var truncation = Store.at(store, disk).truncation()) {
      if (end) {
        truncation.cutAt(offset);
      } else {
        truncation.dropBefore(offset);
      }
    } catch (FailingDisk.BrokenOff e) {
      return false;
    }
    return true;
  }

  private static void assertStays(Path store, Disk disk, boolean end, int offset, boolean whole)
      throws IOException {
    var options = Stores.LARGE.retention(1 << 20);
    try (var log =
        MessageLog.open(
            store,
            Framing.lines(),
            options,
            StoreOptions.standard(),
            InstantSource.system(),
            disk)) {
      String text = Stores.text(Stores.read(log, log.counts().earliest()));
      assertThat(text).isEqualTo(text((int) log.counts().earliest(), (int) log.next()));
      if (end) {
        assertThat(log.counts().earliest()).isZero();
        assertThat(log.next()).isGreaterThanOrEqualTo(offset);
      } else {
        assertThat(log.next()).isEqualTo(LINES);
        assertThat(log.counts().earliest()).isLessThanOrEqualTo(offset);
      }
      if (whole) {
        assertThat(end ? log.next() : log.counts().earliest()).isLessThanOrEqualTo(offset);
      }
      assertThat(log.append("more")).isEqualTo(log.next() - 1);
    }
    assertWhole(store);
  }
}
