package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for a segment to be loaded gets it, or hears why not, whatever goes wrong. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LoadingTest {
  private static final int LINES = 3_000;

  @TempDir Path directory;

  private static boolean is(String thread) {
    return Thread.currentThread().getName().equals(thread);
  }

  private static MessageLog open(Path store, Disk disk) throws IOException {
    return MessageLog.open(
        store,
        Framing.lines(),
        Stores.LARGE.retention(1 << 20),
        StoreOptions.standard(),
        InstantSource.system(),
        disk);
  }

  @Test
  void whatLiesOnDiskIsReadAlsoAfterTheWriterHasDied() throws Exception {
    Path store = Stores.filled(directory.resolve("store"), LINES);
    var dying = new AtomicBoolean();
    var disk =
        new SteppingDisk(() -> {
          if (dying.get() && is("leat-log-writer")) {
            throw new OutOfMemoryError("Cannot reserve memory");
          }
        });
    try (var log = open(store, disk)) {
      dying.set(true);
      assertThatThrownBy(() -> log.append("goes on"))
          .isInstanceOf(LogClosed.class)
          .hasMessageContaining("Cannot reserve memory");
      var reader = Task.start(() -> Stores.read(log, 0));
      assertThat(reader.result()).isEqualTo(Logs.lines(0, LINES));
    }
  }

  @Test
  void aFailureThatPassesIsToldToThoseAloneWhoWaitMeanwhile() throws Exception {
    Path store = Stores.filled(directory.resolve("store"), LINES);
    var failing = new AtomicBoolean(true);
    var disk =
        new SteppingDisk(() -> {
          if (is("leat-log-loader") && failing.get()) {
            throw new IOException("Too many open files");
          }
        });
    try (var log = open(store, disk)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> log.cursor(Start.earliest())).hasMessage("Too many open files");
      }
      failing.set(false);
      assertThat(Stores.read(log, 0)).isEqualTo(Logs.lines(0, LINES));
    }
  }

  @Test
  void whateverIsWrongWithOneSegmentOthersAreLoaded() throws Exception {
    Path store = Files.createDirectory(directory.resolve("store"));
    var nothing = Recovered.nothing(Framing.lines().toString(), 0, 1);
    var loading =
        new Loading(
            LogCore.inMemory(Framing.lines(), Stores.SMALL, InstantSource.system()),
            new ReentrantLock(),
            new Segments(1 << 20, 1 << 16, 1 << 16, false, 0, nothing, () -> 0, () -> {}),
            StoreDirectory.look(store, Disk.SYSTEM),
            _ -> {
              throw new UncheckedIOException(new IOException("Input/output error"));
            });
    try {
      for (int base = 0; base < 3; base++) {
        Segment cold = Segment.cold(base, new Extent(base, base, 128, 1, 1, 1, 0, 0), () -> {});
        var reader =
            Task.start(() -> {
              loading.await(cold, () -> false);
              return cold;
            });
        assertThat(reader.failure()).hasMessageContaining("Input/output error");
      }
    } finally {
      loading.end();
    }
  }
}
