package dev.leat.stream;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store says of itself to one who does not open it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StoreLookTest {
  private static final int LINES = 5_000;

  @TempDir Path directory;

  private Path filled() throws IOException {
    return Stores.filled(directory.resolve("store"), LINES);
  }

  private static Verification verify(Path store) throws IOException {
    return Store.at(store).verify((bytes, total) -> {});
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  // What is in it

  @Test
  void itSaysWhatIsInIt() throws Exception {
    Path store = filled();
    StoreInfo info = Store.at(store).inspect();
    assertThat(info.framing()).isEqualTo("lines");
    assertThat(info.version()).isEqualTo(1);
    assertThat(info.sync()).isEqualTo(Sync.INTERVAL);
    assertThat(info.writing()).isFalse();
    assertThat(info.closed()).isTrue();
    assertThat(info.writer()).isEqualTo("process " + ProcessHandle.current().pid());
    assertThat(info.segments()).isEqualTo(Stores.data(store).size()).isGreaterThan(2);
    assertThat(info.earliest()).isZero();
    assertThat(info.messages()).isEqualTo(LINES);
    assertThat(info.dataBytes()).isEqualTo(Stores.text(store).length());
    assertThat(info.indexBytes()).isGreaterThan(LINES * 64);
    assertThat(info.first()).isNotNull().isBeforeOrEqualTo(info.last());
    try (var log = Stores.open(store)) {
      assertThat(log.epoch()).isEqualTo(info.epoch());
    }
  }

  @Test
  void itTellsApartNoMoreSourcesAndProducersThanItIsTo() throws Exception {
    Path store = directory.resolve("store");
    try (var log = Stores.open(store)) {
      for (int i = 1; i <= 9; i++) {
        log.append(Message.of("x"), Origin.of("peer " + i));
        log.append(Message.of("x"), Origin.producer(i, 1));
      }
    }
    var look = StoreDirectory.look(store, Disk.SYSTEM);
    assertThat(new StoreSurvey(look, 5).info())
        .extracting(StoreInfo::sources, StoreInfo::producers)
        .containsExactly(5, 5);
    assertThat(Store.at(store).inspect())
        .extracting(StoreInfo::sources, StoreInfo::producers)
        .containsExactly(9, 9);
  }

  @Test
  void itSaysWhatIsInItWhileItIsBeingWritten() throws Exception {
    Path store = directory.resolve("store");
    try (var log = Stores.open(store)) {
      StoreInfo empty = Store.at(store).inspect();
      assertThat(empty.writing()).isTrue();
      assertThat(empty.messages()).isZero();
      assertThat(empty.first()).isNull();
      log.append("one");
      log.append("two");
      StoreInfo info = Store.at(store).inspect();
      assertThat(info.writing()).isTrue();
      assertThat(info.closed()).isFalse();
      assertThat(info.next()).isEqualTo(2);
      log.append("three"); // nobody has taken the store from it
    }
    assertThat(Store.at(store).inspect().writing()).isFalse();
    assertThat(Stores.text(store)).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void whoeverOnlyLooksIsNotInTheWayOfAWriter() throws Exception {
    Path store = filled();
    var looking =
        Task.start(() -> {
          for (int i = 0; i < 200; i++) {
            Store.at(store).inspect();
          }
          return null;
        });
    for (int i = 0; i < 20; i++) {
      try (var log = Stores.open(store, Stores.LARGE, Sync.NONE)) {
        log.append("more");
      } catch (StoreUnusable e) {
        // One process has one lock: within it, a look and a writer may meet.
        assertThat(e).hasMessageContaining("by this process already");
      }
    }
    looking.result();
  }

  @Test
  void whatIsNoStoreIsSaidSo() throws Exception {
    Path nothing = directory.resolve("nothing");
    assertThatThrownBy(() -> Store.at(nothing))
        .isInstanceOf(StoreUnusable.class)
        .hasMessage("there is no store " + nothing);
    Files.writeString(directory.resolve("letter.txt"), "hello");
    assertThatThrownBy(() -> Store.at(directory))
        .isInstanceOf(StoreUnusable.class)
        .hasMessage("there is no stream in " + directory);
  }

  // Whether it is whole

  @Test
  void aWholeStoreIsReadToItsEnd() throws Exception {
    Path store = filled();
    List<Long> steps = new ArrayList<>();
    Verification found =
        Store.at(store)
            .verify((bytes, total) -> {
              assertThat(total).isEqualTo(LINES * 99L);
              steps.add(bytes);
            });
    assertThat(found.whole()).isTrue();
    assertThat(found.segments()).isEqualTo(Stores.data(store).size());
    assertThat(found.next()).isEqualTo(LINES);
    assertThat(found.bytes()).isEqualTo(LINES * 99L);
    assertThat(steps).isSorted().startsWith(0L).endsWith(LINES * 99L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aFlippedBitIsFoundWithItsPlace(int segment) throws Exception {
    Path store = filled();
    Path file = Stores.data(store).get(segment);
    flip(file, 10 * 99 + 50);
    Verification found = verify(store);
    assertThat(found.damage()).hasSize(1);
    StoreDamaged damage = found.damage().getFirst();
    assertThat(damage.file()).isEqualTo(file);
    assertThat(damage.position()).isEqualTo(10 * 99);
    assertThat(damage.offset()).isEqualTo(base(file) + 10);
  }

  private static long base(Path file) {
    return Long.parseLong(file.getFileName().toString().substring(0, 20));
  }

  @Test
  void aFlippedBitInAnIndexIsFoundToo() throws Exception {
    Path store = filled();
    flip(Stores.indexes(store).get(1), 128 + 64 * 3 + 8);
    assertThat(verify(store).damage())
        .singleElement()
        .extracting(StoreDamaged::position)
        .isEqualTo(3 * 99L);
  }

  @Test
  void damageInSeveralPlacesIsToldOfEach() throws Exception {
    Path store = filled();
    flip(Stores.data(store).get(0), 0);
    flip(Stores.data(store).get(2), 0);
    assertThat(verify(store).damage()).hasSize(2);
  }

  @Test
  void aHeaderThatCannotBeReadIsDamage() throws Exception {
    Path store = filled();
    flip(Stores.indexes(store).get(1), 20);
    assertThat(verify(store).damage())
        .first()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("the header of", "is damaged");
  }

  @Test
  void aSegmentThatIsMissingIsFound() throws Exception {
    Path store = filled();
    Path missing = Stores.data(store).get(1);
    Path after = Stores.data(store).get(2);
    Files.delete(missing);
    Files.delete(Stores.indexes(store).get(1));
    assertThat(verify(store).damage())
        .singleElement()
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(StoreDamaged.class))
        .satisfies(damage -> {
          assertThat(damage.file()).isEqualTo(after);
          assertThat(damage.offset()).isEqualTo(base(missing));
        });
  }

  @Test
  void aFileThatIsMissingIsFound() throws Exception {
    Path store = filled();
    Files.delete(Stores.data(store).get(1));
    assertThat(verify(store).damage())
        .first()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("the file is missing");
  }

  @Test
  void theNewestSegmentsAreMissed() throws Exception {
    Path store = filled();
    Files.delete(Stores.data(store).getLast());
    Files.delete(Stores.indexes(store).getLast());
    assertThat(verify(store).damage())
        .singleElement()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("the newest segment is missing");
  }

  @Test
  void whatWasNeverAcknowledgedIsNoDamage() throws Exception {
    Path store = filled();
    Files.writeString(Stores.data(store).getLast(), "half a li", APPEND);
    Verification found = verify(store);
    assertThat(found.whole()).isTrue();
    assertThat(found.unacknowledged()).isEqualTo(9);
  }

  @Test
  void aStoreIsWholeWhileItIsBeingWritten() throws Exception {
    Path store = directory.resolve("store");
    try (var log = MessageLog.open(store, Framing.lines(), Stores.SMALL, StoreOptions.standard())) {
      var writing =
          Task.start(() -> {
            for (int i = 0; i < 40_000; i++) {
              log.append(Logs.line(i));
            }
            return null;
          });
      long next = 0;
      for (int i = 0; i < 20; i++) {
        Verification found = verify(store); // while retention drops segments, too
        assertThat(found.damage()).isEmpty();
        assertThat(found.next()).isGreaterThanOrEqualTo(next);
        next = found.next();
      }
      writing.result();
    }
    assertThat(verify(store).next()).isEqualTo(40_000);
  }
}
