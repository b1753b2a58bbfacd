package dev.leat.stream;

import static dev.leat.stream.Logs.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a stored stream holds in memory, however much there is on disk. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StoreMemoryTest {
  private static final StoreOptions QUICK = StoreOptions.standard().sync(Sync.NONE);

  @TempDir Path directory;

  private MessageLog open() throws IOException {
    return MessageLog.open(directory, Framing.lines(), Stores.LARGE, QUICK);
  }

  @Test
  void aSegmentHasSoManySourcesAtMost() throws IOException {
    int senders = 4 * Sources.MOST;
    try (var log = open()) {
      for (int i = 0; i < senders; i++) {
        log.append(utf8("x"), Origin.of("udp://192.0.2.1:" + i));
      }
    }
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".sources")).toList()) {
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(Sources.MOST);
      }
    }
  }

  @Test
  void theMemoryThatASegmentLeavesIsTheNextOnes() {
    var spare = new SpareMemory(1 << 20);
    SegmentMemory first = spare.take(1 << 20);
    SegmentMemory second = spare.take(1 << 20);
    assertThat(second).isNotSameAs(first);
    spare.give(first);
    assertThat(spare.take(1 << 20)).isSameAs(first);
    first.close();
    second.close();
  }

  @Test
  void onlyOneIsKeptAndOnlyIfItHasTheRightSize() {
    var spare = new SpareMemory(1 << 20);
    SegmentMemory small = spare.take(1 << 10);
    SegmentMemory first = spare.take(1 << 20);
    SegmentMemory second = spare.take(1 << 20);
    spare.give(small);
    assertThat(small.isClosed()).isTrue();
    spare.give(first);
    assertThat(first.isClosed()).isFalse();
    spare.give(second);
    assertThat(second.isClosed()).isTrue();
    SegmentMemory other = spare.take(1 << 10);
    assertThat(first.isClosed()).as("not kept beside another").isTrue();
    other.close();
  }

  @Test
  void nothingIsKeptAfterTheEnd() {
    var spare = new SpareMemory(1 << 20);
    SegmentMemory first = spare.take(1 << 20);
    SegmentMemory second = spare.take(1 << 20);
    spare.give(first);
    spare.close();
    assertThat(first.isClosed()).isTrue();
    spare.give(second);
    assertThat(second.isClosed()).isTrue();
  }

  /** The machine's disk, which counts the files that are open. */
  private static final class CountingDisk implements ForwardingDisk {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    public FileChannel open(Path file, OpenOption... options) throws IOException {
      FileChannel channel = SYSTEM.open(file, options);
      most.accumulateAndGet(open.incrementAndGet(), Math::max);
      return new ForwardingChannel(channel) {
        @Override
        protected void implCloseChannel() throws IOException {
          open.decrementAndGet();
          super.implCloseChannel();
        }
      };
    }
  }

  @Test
  void soManyFilesWaitForAForceAtMost() throws IOException {
    var disk = new CountingDisk();
    var options = LogOptions.standard().retention(16 << 10).slowTimeout(null).slow(Slow.SKIP);
    var hourly = StoreOptions.standard().sync(Sync.INTERVAL).interval(Duration.ofHours(1));
    int segments = 150;
    try (var log =
        MessageLog.open(
            directory, Framing.lines(), options, hourly, InstantSource.system(), disk)) {
      for (int i = 0; i < segments; i++) {
        log.append(utf8("x".repeat(3_500)));
      }
      assertThat(log.failure()).isNull();
    }
    // 64 segments of two files each, the one that is being made, and what is being read
    assertThat(disk.most.get()).isLessThan(2 * 64 + 20);
    assertThat(disk.open.get()).isZero();
  }
}
