package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who has a store, and who has not. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StoreHoldingTest {
  @TempDir Path directory;
  private Path store;
  private Path lock;
  private final WornDisk disk = new WornDisk();

  @BeforeEach
  void fill() throws IOException {
    store = Stores.filled(directory.resolve("store"), 10);
    lock = store.resolve("lock");
  }

  private MessageLog open(Disk with) throws IOException {
    return MessageLog.open(
        store,
        Framing.lines(),
        Stores.SMALL,
        StoreOptions.standard(),
        InstantSource.system(),
        with);
  }

  @Test
  void twoWhoLookAtTheSameTimeAreNoWriter() throws Exception {
    var over = disk.hold(lock);
    var one = Task.start(() -> StoreDirectory.look(store, disk).isBeingWritten());
    disk.awaitHeld(lock);
    var other = Task.start(() -> StoreDirectory.look(store, Disk.SYSTEM).isBeingWritten());
    other.awaitWaiting();
    over.countDown();
    assertThat(one.result()).isFalse();
    assertThat(other.result()).isFalse();
  }

  @Test
  void whoLooksIsNotInTheWayOfAWriter() throws Exception {
    var over = disk.hold(lock);
    var look = Task.start(() -> StoreDirectory.look(store, disk).isBeingWritten());
    disk.awaitHeld(lock);
    var writer = Task.start(() -> open(Disk.SYSTEM)).awaitWaiting();
    over.countDown();
    assertThat(look.result()).isFalse();
    writer.result().close();
  }

  @Test
  void whoClosesItTwiceDoesNotTakeItFromAnother() throws Exception {
    Truncation first = Store.at(store).truncation();
    first.close();
    try (var log = open(Disk.SYSTEM)) {
      first.close();
      assertThatThrownBy(() -> open(Disk.SYSTEM))
          .isInstanceOf(StoreUnusable.class)
          .hasMessageEndingWith("is being written by this process already");
      assertThat(log.append("still mine")).isEqualTo(10);
    }
  }

  @Test
  void anEmptyStoreIsDeletedWithoutWhatIsNotItsOwn() throws Exception {
    Path empty = directory.resolve("empty");
    Stores.open(empty).close();
    assertThat(Store.at(empty).deleteIfEmpty()).isTrue();
    assertThat(empty).doesNotExist();
    Stores.open(empty).close();
    Path notes = Files.writeString(empty.resolve("notes.txt"), "of somebody else");
    assertThat(Store.at(empty).deleteIfEmpty()).isTrue();
    assertThat(empty).isDirectoryContaining(notes::equals);
    assertThat(notes.resolveSibling("lock")).doesNotExist();
  }

  @Test
  void aStoreThatSomebodyHasOrThatHoldsSomethingIsNotDeleted() throws Exception {
    assertThat(Store.at(store).deleteIfEmpty()).isFalse();
    Path empty = directory.resolve("empty");
    try (var log = Stores.open(empty)) {
      assertThatThrownBy(() -> Store.at(empty).deleteIfEmpty()).isInstanceOf(StoreUnusable.class);
      log.append("one");
    }
    assertThat(Stores.text(empty)).isEqualTo("one\n");
    assertThat(Stores.text(store)).isNotEmpty();
  }

  @Test
  void whoHasWaitedForAStoreThatWasDeletedDoesNotTakeItForTheNextOne() throws Exception {
    Path empty = directory.resolve("empty");
    Stores.open(empty).close();
    Path waiting = Files.createLink(directory.resolve("opened"), empty.resolve("lock"));
    Store.at(empty).deleteIfEmpty();
    Files.move(waiting, Files.createDirectory(empty).resolve("lock"));
    assertThatThrownBy(() -> Stores.open(empty))
        .isInstanceOf(StoreUnusable.class)
        .hasMessageEndingWith("has just been removed: try again");
  }

  @Test
  void aStateThatIsJustBeingWrittenDoesNotTellThatThereIsNoWriter() throws Exception {
    Process writer = KilledWriter.start(directory.resolve("other"), Sync.NONE, 1);
    try (var output = writer.inputReader()) {
      output.readLine();
      output.readLine(); // it has begun
      Path state = directory.resolve("other").resolve("state");
      StoreDirectory look = StoreDirectory.look(directory.resolve("other"), Disk.SYSTEM);
      assertThat(look.isStillBeingWritten()).isTrue();
      try (FileChannel file = FileChannel.open(state, StandardOpenOption.WRITE)) {
        file.truncate(20);
      }
      assertThat(look.isStillBeingWritten()).isTrue();
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  @Test
  void theNextWriterIsSeenThoughItSaysTheSameOfItself() throws Exception {
    Path state = store.resolve("state");
    open(Disk.SYSTEM).close();
    byte[] open;
    try (var log = open(Disk.SYSTEM)) {
      open = Files.readAllBytes(state);
      assertThat(log.next()).isEqualTo(10);
    }
    Files.write(state, open); // as a process leaves it that is killed
    StoreDirectory look = StoreDirectory.look(store, Disk.SYSTEM);
    assertThat(look.isStillBeingWritten()).isFalse();
    assertThat(look.isStillBeingWritten()).isFalse();
    Process other = Program.start(LockHolder.class, lock.toString());
    try (var output = other.inputReader()) {
      assertThat(output.readLine()).isEqualTo("locked");
      await().atMost(Task.PATIENCE).until(look::isStillBeingWritten);
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void aStoreThatCouldNotBeOpenedIsHeldByNobody() throws Exception {
    var broken = new AtomicBoolean(true);
    var stepping =
        new SteppingDisk(() -> {
          if (broken.get()) {
            throw new StackOverflowError("of whoever opens it");
          }
        });
    assertThatThrownBy(() -> open(stepping)).isInstanceOf(StackOverflowError.class);
    broken.set(false);
    open(stepping).close();
  }

  @Test
  void whatCannotBeFollowedLeavesNoFilesOpen() throws Exception {
    Path open = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(open), "the system tells which files are open");
    disk.wear(Stores.indexes(store).getLast(), 130);
    assertThatThrownBy(() -> MessageLog.follow(store, disk)).isInstanceOf(IOException.class);
    try (Stream<Path> files = Files.list(open)) {
      assertThat(files.map(StoreHoldingTest::target).filter(file -> file.startsWith(store)))
          .isEmpty();
    }
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      return link; // it has just been closed
    }
  }
}
