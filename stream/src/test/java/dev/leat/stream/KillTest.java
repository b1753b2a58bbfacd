package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that writes a store is killed at random moments, also while it opens the store that the
 * last one left: every message that was acknowledged is there, none twice, none torn.
 *
 * <p>{@code -Dleat.kill.rounds=200} makes it a long run.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KillTest {
  private static final int ROUNDS = Integer.getInteger("leat.kill.rounds", 21);

  @TempDir Path directory;

  /**
   * Where messages are, as far as that was acknowledged; and of batches where they are not told.
   */
  private final Map<Long, Long> acknowledged = new HashMap<>();

  private final List<Long> batches = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void whatWasAcknowledgedSurvivesTheWriter(Sync sync) throws Exception {
    Path store = directory.resolve("store");
    var random = new Random(sync.name().hashCode());
    long read = 0;
    long epoch = 0;
    for (int round = 1; round <= ROUNDS / Sync.values().length; round++) {
      kill(store, sync, round, random);
      try (var log = KilledWriter.open(store, sync)) {
        assertThat(log.epoch()).as("nothing was lost").isGreaterThanOrEqualTo(epoch);
        if (epoch > 0) {
          assertThat(log.epoch()).isEqualTo(epoch);
        }
        epoch = log.epoch();
        read = check(log, read);
      }
      assertThat(Stores.data(store).stream().mapToLong(KillTest::size).sum())
          .isEqualTo(bytes(store, sync));
    }
    assertThat(acknowledged).isNotEmpty();
  }

  private static long bytes(Path store, Sync sync) throws IOException {
    try (var log = KilledWriter.open(store, sync)) {
      return log.counts().bytes();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void kill(Path store, Sync sync, int round, Random random) throws Exception {
    Process writer = KilledWriter.start(store, sync, round);
    int moment = random.nextInt(4);
    try (BufferedReader output = writer.inputReader()) {
      assertThat(output.readLine()).isEqualTo("opening");
      if (moment == 0) {
        // While it opens the store, more or less: a moment of the machine's own.
        long until = System.nanoTime() + random.nextLong(20_000_000);
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
      } else {
        int lines = random.nextInt(3_000);
        for (int i = 0; i < lines; i++) {
          note(output.readLine());
        }
      }
      writer.toHandle().destroyForcibly(); // which does not close its output
      // What it said before it died is acknowledged too.
      for (String line; (line = output.readLine()) != null; ) {
        note(line);
      }
    }
    assertThat(writer.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(writer.exitValue()).as("it was killed").isEqualTo(128 + 9);
  }

  private void note(String line) {
    assertThat(line).as("the writer goes on until it is killed").isNotNull();
    int space = line.indexOf(' ');
    long number = Long.parseLong(line.substring(0, space));
    long offset = Long.parseLong(line.substring(space + 1));
    if (offset < 0) {
      batches.add(number);
    } else {
      acknowledged.put(number, offset);
    }
  }

  /** Reads everything again, by a cursor that goes on where the last one was as well. */
  private long check(MessageLog log, long resumed) throws IOException {
    Map<Long, Long> found = new HashMap<>();
    try (var cursor = log.cursor(Start.earliest())) {
      cursor.endHere();
      for (Entry entry; (entry = cursor.next()) != null; ) {
        long number = Numbered.number(ByteBuffer.wrap(entry.message().bytes()));
        assertThat(found.put(number, entry.offset())).as("%x again", number).isNull();
      }
    }
    assertThat(found).containsAllEntriesOf(acknowledged);
    for (long batch : batches) {
      for (int i = 0; i < 100; i++) {
        assertThat(found).containsKey(batch + i);
      }
    }
    assertThat(found).hasSize((int) log.next());
    try (var cursor = log.cursor(Start.offset(resumed))) {
      cursor.endHere();
      Entry entry = cursor.next();
      if (entry != null) {
        assertThat(entry.offset()).isEqualTo(resumed);
        long number = Numbered.number(ByteBuffer.wrap(entry.message().bytes()));
        assertThat(found).containsEntry(number, resumed);
      }
    }
    return log.next();
  }
}
