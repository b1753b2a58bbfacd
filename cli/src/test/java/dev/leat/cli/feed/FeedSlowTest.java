package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.cli.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One client that stands still among others that do not. */
class FeedSlowTest {
  private static final int OTHERS = 10;

  /** More than the retention and all that the system holds for one who does not read. */
  private static final long SIZE = 32 << 20;

  @TempDir private Path folder;
  private Path file;
  private final List<FutureTask<Digest>> others = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("lines.txt");
    NumberedLines.write(file, SIZE);
  }

  private Run run(String... more) {
    var arguments =
        new ArrayList<>(List.of("feed", "0", "--file", file.toString(), "--retention", "8MiB"));
    arguments.addAll(List.of("--wait-for", Integer.toString(OTHERS + 1), "--exit-at-end"));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  private void startOthers(int port) {
    for (int i = 0; i < OTHERS; i++) {
      var digest =
          new FutureTask<>(() -> {
            try (var client = Subscriber.to(port)) {
              return Digest.of(client.in());
            }
          });
      others.add(digest);
      Thread.startVirtualThread(digest);
    }
  }

  private void assertOthersHaveEverything() throws Exception {
    for (FutureTask<Digest> other : others) {
      assertThat(other.get()).isEqualTo(Digest.of(file));
    }
  }

  @Test
  void whereTheFeedWaitsNobodyLosesAMessage() throws Exception {
    try (Run run = run("--slow", "wait");
        var slow = Subscriber.slow(run.port())) {
      startOthers(run.port());
      slow.line();
      // Everybody is held up now; goes on with the slow one.
      assertThat(others).noneMatch(FutureTask::isDone);
      slow.rest();
      assertOthersHaveEverything();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).doesNotContain("missed").contains(" to 11 clients\n");
    }
  }

  @Test
  void whereItSkipsTheOthersAreNotHeldUpAndTheLossIsCounted() throws Exception {
    try (Run run = run("--slow", "skip", "--slow-timeout", "0", "--rate", "12MB/s");
        var slow = Subscriber.slow(run.port())) {
      startOthers(run.port());
      assertOthersHaveEverything();
      List<String> got = slow.text().lines().toList();
      assertThat(run.status()).isZero();

      long missed = gaps(got);
      assertThat(missed).isPositive();
      Matcher said =
          Pattern.compile("was slow and missed ([0-9,]+) messages").matcher(run.err().text());
      assertThat(said.find()).isTrue();
      assertThat(Long.parseLong(said.group(1).replace(",", ""))).isEqualTo(missed);
    }
  }

  /** How many lines are missing; those that are there must be whole. */
  private static long gaps(List<String> lines) {
    long expected = 0;
    long missing = 0;
    for (String line : lines) {
      assertThat(line).matches("\\d+ x{50,149}");
      long number = Long.parseLong(line.substring(0, line.indexOf(' ')));
      assertThat(line.length() - line.indexOf(' ') - 1).isEqualTo(50 + number * 31 % 100);
      missing += number - expected;
      expected = number + 1;
    }
    return missing;
  }

  @Test
  void whereItDisconnectsTheSlowOneIsGone() throws Exception {
    try (Run run = run("--slow", "disconnect", "--slow-timeout", "0", "--rate", "12MB/s");
        var slow = Subscriber.slow(run.port())) {
      slow.say("I do not read");
      startOthers(run.port());
      assertOthersHaveEverything();
      assertThat(run.status()).isZero();
      assertThat(run.err().text())
          .contains("is disconnected: too slow")
          .contains("1 slow client disconnected");
    }
  }

  @Test
  void aClientThatTakesNothingForTooLongIsDisconnectedAlsoWhereTheFeedWaits() throws Exception {
    try (Run run = run("--slow", "wait", "--slow-timeout", "1s");
        var slow = Subscriber.slow(run.port())) {
      slow.say("I do not read");
      startOthers(run.port());
      assertOthersHaveEverything();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).contains("is disconnected: no progress within the slow-timeout");
    }
  }

  @Test
  void aStopDoesNotWaitForAClientThatStandsStill() throws Exception {
    try (Run run = run("--slow", "wait");
        var slow = Subscriber.slow(run.port())) {
      startOthers(run.port());
      slow.line();
      run.stop();
      await().until(() -> run.status() == 0);
    }
  }
}
