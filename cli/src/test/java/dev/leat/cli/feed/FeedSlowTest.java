package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One client that stands still among others that do not. What is fed is more than the retention and
 * all that the system holds for one who does not read.
 */
class FeedSlowTest {
  private static final int OTHERS = 5;
  private static final long SIZE = 32 << 20;
  private static final int PIECE = 1 << 20;

  @TempDir private Path folder;
  private Path file;
  private final List<Reader> others = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("lines.txt");
    NumberedLines.write(file, SIZE);
  }

  private void startOthers(int port) throws IOException {
    for (int i = 0; i < OTHERS; i++) {
      others.add(Reader.start(port));
    }
  }

  private void assertOthersHaveEverything() throws Exception {
    for (Reader other : others) {
      assertThat(other.digest()).isEqualTo(Digest.of(file));
    }
  }

  /** Feeds the file piece by piece, each when the others have the one before. */
  private void typeAtThePaceOfTheOthers(Run run) throws Exception {
    String content = Files.readString(file, StandardCharsets.US_ASCII);
    for (int start = 0; start < content.length(); start += PIECE) {
      int end = Math.min(content.length(), start + PIECE);
      run.type(content.substring(start, end));
      int lineEnd = content.lastIndexOf('\n', end - 1) + 1;
      for (Reader other : others) {
        other.awaitBytes(lineEnd);
      }
    }
    run.endInput();
  }

  private Run fileTo(int clients, String... more) {
    var arguments = new ArrayList<>(List.of("feed", "0", "--file", file.toString()));
    arguments.addAll(List.of("--wait-for", Integer.toString(clients), "--retention", "1MiB"));
    arguments.addAll(List.of("--exit-at-end", "--slow", "wait"));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  @Test
  void whereTheFeedWaitsNobodyLosesAMessage() throws Exception {
    try (Run run = fileTo(OTHERS + 1);
        var slow = Subscriber.slow(run.port())) {
      startOthers(run.port());
      slow.line();
      assertThat(others).noneMatch(Reader::isDone);
      slow.rest();
      assertOthersHaveEverything();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).doesNotContain("missed").contains(" to 6 clients\n");
    }
  }

  @Test
  void aClientThatTakesNothingForTooLongIsDisconnectedAlsoWhereTheFeedWaits() throws Exception {
    try (Run run = fileTo(OTHERS + 1, "--slow-timeout", "3s");
        var slow = Subscriber.slow(run.port())) {
      slow.say("I do not read");
      startOthers(run.port());
      assertOthersHaveEverything();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).contains("is disconnected: no progress within the slow-timeout");
    }
  }

  @Test
  void aStopDoesNotWaitLongForAClientThatStandsStill() throws Exception {
    try (Run run = fileTo(OTHERS + 1);
        var slow = Subscriber.slow(run.port())) {
      startOthers(run.port());
      slow.line();
      run.stop();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void whereItSkipsTheOthersAreNotHeldUpAndTheLossIsCounted() throws Exception {
    try (Run run =
            Run.piped(
                "feed",
                "0",
                "--exit-at-end",
                "--retention",
                "4MiB",
                "--slow",
                "skip",
                "--slow-timeout",
                "0");
        var slow = Subscriber.slow(run.port())) {
      startOthers(run.port());
      typeAtThePaceOfTheOthers(run);
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
    try (Run run =
            Run.piped(
                "feed",
                "0",
                "--exit-at-end",
                "--retention",
                "4MiB",
                "--slow",
                "disconnect",
                "--slow-timeout",
                "0");
        var slow = Subscriber.slow(run.port())) {
      slow.say("I do not read");
      startOthers(run.port());
      typeAtThePaceOfTheOthers(run);
      assertOthersHaveEverything();
      assertThat(run.status()).isZero();
      assertThat(run.err().text())
          .contains("is disconnected: too slow")
          .contains("1 slow client disconnected");
    }
  }
}
