package dev.leat.cli.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.cli.FailedForce;
import dev.leat.cli.LeatProcess;
import dev.leat.cli.Peer;
import dev.leat.cli.Run;
import dev.leat.stream.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code leat feed --store}. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FeedStoreTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private Path store;
  private Path file;

  @BeforeEach
  void nameTheFiles() {
    store = folder.resolve("kept");
    file = folder.resolve("lines.txt");
  }

  private static String lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  private String[] feed(Object... more) {
    List<String> words = new ArrayList<>(List.of("feed", "127.0.0.1:0"));
    words.addAll(List.of("--store", store.toString()));
    for (Object word : more) {
      words.add(word.toString());
    }
    return words.toArray(String[]::new);
  }

  /** Feeds all there is into the store, and answers what was said. */
  private String feedAll(Object... more) throws InterruptedException {
    List<Object> words = new ArrayList<>(List.of(more));
    words.add("--exit-at-end");
    Run run = Run.toTheEnd(feed(words.toArray()));
    assertThat(run.status()).as(run.err().text()).isZero();
    return run.err().text();
  }

  // Sources that have no place to go on at

  @Test
  void whatIsPipedInIsAddedAsItComes() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (Run run =
          Run.piped(new ByteArrayInputStream(lines(0, 5).getBytes(UTF_8)), feed("--exit-at-end"))) {
        assertThat(run.status()).as(run.err().text()).isZero();
      }
    }
    assertThat(Stored.cat(store)).isEqualTo(lines(0, 5).repeat(2));
  }

  @Test
  void whatIsPipedInEndsAtItsEnd() throws Exception {
    var in = new ByteArrayInputStream("one\nabc".getBytes(UTF_8));
    try (Run run = Run.piped(in, feed("--exit-at-end"))) {
      assertThat(run.status()).as(run.err().text()).isZero();
      assertThat(run.err().text()).doesNotContain("no end yet");
    }
    assertThat(Stored.cat(store)).isEqualTo("one\nabc\n");
  }

  @Test
  void whatIsLoopedIsAddedAsItComes() throws Exception {
    Files.writeString(file, lines(0, 5));
    for (int i = 0; i < 2; i++) {
      feedAll("--file", file, "--loop", "--count", 7);
    }
    assertThat(Stored.cat(store)).isEqualTo((lines(0, 5) + lines(0, 2)).repeat(2));
  }

  // Clients

  @ParameterizedTest
  @CsvSource({"earliest, 0", "last, 9", "4, 4", "10, 10"})
  void aClientStartsWhereItIsTold(String from, int first) throws Exception {
    Files.writeString(file, lines(0, 10));
    feedAll("--file", file);
    try (Run run = Run.of(feed("--file", file, "--from", from));
        Peer client = Peer.connect(run.port())) {
      assertThat(client.hearAll()).isEqualTo(lines(first, 10));
    }
  }

  @Test
  void aClientStartsAtATime() throws Exception {
    Files.writeString(file, lines(0, 10));
    feedAll("--file", file);
    Thread.sleep(30); // later than what was fed, by more than the index is coarse
    String time = java.time.Instant.now().toString();
    Files.writeString(file, lines(10, 15), APPEND);
    feedAll("--file", file);
    try (Run run = Run.of(feed("--file", file, "--from", time));
        Peer client = Peer.connect(run.port())) {
      assertThat(client.hearAll()).isEqualTo(lines(10, 15));
    }
  }

  @Test
  void whoComesGetsTheHistoryAndThenWhatIsLive() throws Exception {
    feedAll("--line", "old", "--count", 3, "--rate", "max");
    try (Run run = Run.piped(feed("--from", "earliest"));
        Peer client = Peer.connect(run.port())) {
      assertThat(client.hear(12)).isEqualTo("old\n".repeat(3));
      run.type("new\n");
      assertThat(client.hear(4)).isEqualTo("new\n");
      assertThat(Stored.cat(store)).isEqualTo("old\n".repeat(3) + "new\n");
    }
  }

  // What is refused

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from 5                 | --from an offset or a time is for a stream that is kept: --store DIR",
        "--again                  | --again is for --store DIR",
        "--sync none              | --sync is for --store DIR",
        "--from soon              | --from: 'soon' is not one of earliest, last, latest, nor an offset (1200), nor a time (2026-11-22T12:00:00Z)",
        "--store DIR --from 5     | --from 5: the stream has not come so far, its next message is 0",
        "--store DIR --sync often | --sync: 'often' is not one of none, interval, always"
      })
  void whatCannotBeMeantIsRefused(String words, String answer) throws Exception {
    Run run =
        Run.toTheEnd(("feed 127.0.0.1:0 " + words.replace("DIR", store.toString())).split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).isEqualTo("leat feed: " + answer + "\n");
  }

  @Test
  void aStoreHasOneWriter() throws Exception {
    try (Run run = Run.of(feed("--line", "hello"))) {
      run.port();
      try (var second = LeatProcess.leat(feed("--line", "hello"))) {
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err().text())
            .matches(
                "leat feed: the store \\S+ is being written by another process, process \\d+: a store has one writer\n");
      }
    }
  }

  @Test
  void aStoreThatCannotBeMadeIsSaidSo() throws IOException, InterruptedException {
    Files.writeString(store, "a file");
    Run run = Run.toTheEnd(feed("--line", "hello"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text())
        .isEqualTo("leat feed: the store " + store + " is a file, not a directory\n");
  }

  // A disk that fails

  @Test
  void aForceThatFailsIsHeardOfThoughNothingComes() throws Exception {
    try (Run run = Run.piped(feed());
        Peer client = Peer.connect(run.port())) {
      FailedForce.provoke(() -> {
        run.type("hello\n");
        client.hear(6);
      });
      assertThat(run.status()).as(run.err().text()).isEqualTo(1);
      assertThat(run.err().text())
          .contains(
              "leat feed: cannot write to the store "
                  + store
                  + ": the stream has stopped: the disk could not be made to keep");
    }
  }

  @Test
  void whoIsFedByAStoppedStreamDoesNotTakeThatForItsEnd() throws Exception {
    try (Run run = Run.piped(feed());
        Peer client = Peer.connect(run.port())) {
      FailedForce.provoke(() -> {
        run.type("hello\n");
        client.hear(6);
      });
      assertThatThrownBy(() -> client.hear(1))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(run.status()).as(run.err().text()).isEqualTo(1);
    }
  }

  @Test
  void whoTakesNothingKeepsNoFeedWhoseStreamHasStopped() throws Exception {
    int count = (32 << 20) / 1024; // more than the system holds for one who does not read
    Files.writeString(file, ("x".repeat(1023) + "\n").repeat(count));
    feedAll("--file", file);
    try (Run run = Run.piped(feed("--from", "earliest"));
        Peer stuck = Peer.connect(run.port())) {
      stuck.hear(1);
      var stored = new AtomicLong(count);
      FailedForce.provoke(() -> {
        run.type("hello\n");
        long next = stored.incrementAndGet();
        await().atMost(PATIENCE).until(() -> Store.at(store).inspect().next() == next);
      });
      assertThat(run.status()).as(run.err().text()).isEqualTo(1);
      assertThat(stuck.hearUntilReset()).hasSizeLessThan(count * 1024);
    }
  }
}
