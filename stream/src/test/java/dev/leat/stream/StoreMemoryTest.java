package dev.leat.stream;

import static dev.leat.stream.Logs.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
}
