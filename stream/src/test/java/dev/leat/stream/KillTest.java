package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes a store is killed at random moments while four publishers append, and the
 * next again while it opens what the one before has left, while another process reads along: every
 * message that was acknowledged is there, none twice, though producers send again what was not
 * acknowledged, none torn, and readers resume at their offsets.
 *
 * <p>{@code -Dleat.kill.rounds=200} makes it so many rounds instead of 20, in each of which a
 * writer is killed while it appends and another while it recovers; after every 20 a new store is
 * begun.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KillTest {
  private static final int ROUNDS = Integer.getInteger("leat.kill.rounds", 20);
  private static final int ROUNDS_A_STORE = 20;
  private static final List<Sync> SYNCS = List.of(Sync.values());

  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedSurvivesTheWriter() throws Exception {
    long seed = Long.getLong("leat.kill.seed", 20261122);
    var random = new Random(seed);
    for (int done = 0; done < ROUNDS; done += ROUNDS_A_STORE) {
      Path path = directory.resolve("store" + done);
      try (var store = new Store(path, new Random(random.nextLong()))) {
        int rounds = Math.min(ROUNDS_A_STORE, ROUNDS - done);
        for (int round = 1; round <= rounds; round++) {
          store.kill(round);
        }
        store.checkWhole();
        System.out.printf(
            "kill: %d rounds, %d messages in the store%n", done + rounds, store.found.size());
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed " + seed + ", after " + done + " rounds", e);
      }
      Stores.delete(path);
    }
  }

  /** A store whose writers are killed. */
  private static final class Store implements AutoCloseable {
    private final Path path;
    private final Random random;
    private final KilledFollower follower;

    /** What it holds, as far as that has been looked at. */
    private final Numbers found = new Numbers();

    /** The last number of each publisher that was acknowledged, and the last that was found. */
    private final long[] acknowledged = new long[KilledWriter.PUBLISHERS];

    private final long[] last = new long[KilledWriter.PUBLISHERS];

    /** Where messages are, of those acknowledged in this round. */
    private final Map<Long, Long> offsets = new HashMap<>();

    private long epoch;

    Store(Path path, Random random) throws IOException {
      this.path = path;
      this.random = random;
      try (var log = KilledWriter.open(path, Sync.NONE)) {
        epoch = log.epoch();
      }
      this.follower = new KilledFollower(path);
    }

    private Sync sync() {
      return SYNCS.get(random.nextInt(SYNCS.size()));
    }

    void kill(int round) throws Exception {
      killWhileItAppends(round);
      killWhileItRecovers();
      if (random.nextInt(4) == 0) {
        follower.restart();
      }
      try (var log = KilledWriter.open(path, sync())) {
        assertThat(log.epoch()).as("nothing was lost").isEqualTo(epoch);
        checkNew(log);
      }
      follower.check(found);
    }

    private void killWhileItAppends(int round) throws Exception {
      Process writer = KilledWriter.start(path, sync(), next(), round);
      try (BufferedReader output = writer.inputReader()) {
        assertThat(output.readLine()).isEqualTo("opening");
        for (int lines = random.nextInt(1_000); lines >= 0; lines--) {
          note(output.readLine());
        }
        end(writer);
        // What it said before it died is acknowledged too.
        for (String line; (line = output.readLine()) != null; ) {
          note(line);
        }
      }
    }

    /** Where producers begin: what was not acknowledged is sent again, and some that was too. */
    private long[] next() {
      var next = new long[KilledWriter.PUBLISHERS];
      for (int p = 0; p < next.length; p++) {
        long first = KilledWriter.first(0, p);
        next[p] = acknowledged[p] == 0 ? first : acknowledged[p] + 1;
        next[p] = Math.max(first, next[p] - random.nextInt(2 * KilledWriter.BATCH));
      }
      return next;
    }

    private void killWhileItRecovers() throws Exception {
      Process writer = KilledWriter.startStepping(path, sync());
      try (BufferedReader output = writer.inputReader();
          OutputStream input = writer.getOutputStream()) {
        int steps = random.nextInt(12);
        while (output.readLine().equals("step") && steps-- > 0) {
          input.write('\n');
          input.flush();
        }
        end(writer);
      }
    }

    private static void end(Process writer) throws InterruptedException {
      writer.toHandle().destroyForcibly(); // which does not close its output
      assertThat(writer.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(writer.exitValue()).as("it was killed").isEqualTo(128 + 9);
    }

    private void note(String line) {
      assertThat(line).as("the writer goes on until it is killed").isNotNull();
      int space = line.indexOf(' ');
      long number = Long.parseLong(line.substring(0, space));
      int publisher = KilledWriter.publisher(number);
      acknowledged[publisher] = Math.max(acknowledged[publisher], number);
      String offset = line.substring(space + 1);
      if (!offset.equals("?")) {
        offsets.put(number, Long.parseLong(offset));
      }
    }

    /** Reads what has come, with a cursor that goes on where the last one was. */
    private void checkNew(MessageLog log) throws IOException {
      try (var cursor = log.cursor(Start.offset(found.size()))) {
        cursor.endHere();
        for (Entry entry; (entry = cursor.next()) != null; ) {
          assertThat(entry.offset()).isEqualTo(found.size());
          long number = KilledWriter.check(entry);
          checkNext(number);
          found.add(number);
        }
      }
      assertThat(found.size()).isEqualTo(log.next());
      for (int p = 0; p < KilledWriter.PUBLISHERS; p++) {
        // As each publisher's are there one after the other, all before it are there too.
        assertThat(last[p]).isGreaterThanOrEqualTo(acknowledged[p]);
        if (KilledWriter.isProducer(p) && last[p] > 0) {
          assertThat(log.sequence(p)).hasValue(last[p] - KilledWriter.first(0, p));
        }
      }
      offsets.forEach((number, offset) -> assertThat(found.get(offset)).isEqualTo(number));
      offsets.clear();
      assertThat(size()).isEqualTo(log.counts().bytes());
    }

    /** Each publisher's messages are in their order, none twice, and none left out. */
    private void checkNext(long number) {
      int publisher = KilledWriter.publisher(number);
      boolean follows = number == last[publisher] + 1;
      boolean begins = number == KilledWriter.first(number >>> 40, publisher); // its round
      assertThat(number).isGreaterThan(last[publisher]);
      assertThat(follows || begins).as("%x after %x", number, last[publisher]).isTrue();
      last[publisher] = number;
    }

    private long size() throws IOException {
      long size = 0;
      for (Path file : Stores.data(path)) {
        size += Files.size(file);
      }
      return size;
    }

    /** Reads everything again. */
    void checkWhole() throws IOException {
      var whole = new Numbers();
      try (var log = KilledWriter.open(path, sync());
          var cursor = log.cursor(Start.earliest())) {
        cursor.endHere();
        for (Entry entry; (entry = cursor.next()) != null; ) {
          whole.add(KilledWriter.check(entry));
        }
      }
      assertThat(whole.size()).isEqualTo(found.size());
      assertThat(whole.mismatch(found)).isEqualTo(-1);
      follower.awaitRead(found.size());
      follower.check(found);
    }

    @Override
    public void close() {
      follower.close();
    }
  }
}
