package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files whose messages say themselves when they are due. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FeedTimeTest {
  private static final String CSV =
      """
      id,"taken, at",note
      1,2026-11-22T12:00:00Z,a
      2,2026-11-22T12:00:30Z,"b, ""quoted"", b"
      3,,goes with the second
      4,2026-11-22T11:00:00Z,earlier: goes with them too
      5,2026-11-22T13:01:00+01:00,c
      """;

  @TempDir private Path folder;

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  /** All that a client gets, once at least so many milliseconds have gone by. */
  private static String feed(long millis, String... options) throws Exception {
    String[] words = {"feed", "0", "--exit-at-end"};
    String[] all = Arrays.copyOf(words, words.length + options.length);
    System.arraycopy(options, 0, all, words.length, options.length);
    try (Run run = Run.of(all)) {
      int port = run.port();
      long start = System.nanoTime();
      try (var client = Subscriber.to(port)) {
        String text = client.text();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
            .isGreaterThanOrEqualTo(millis);
        assertThat(run.status()).isZero();
        return text;
      }
    }
  }

  @Test
  void linesOfCsvComeWhenTheirColumnSaysAndTheHeadComesFirst() throws Exception {
    String csv = file("a.csv", CSV);
    assertThat(feed(600, "--file", csv, "--time-field", "taken, at", "--speed", "100x"))
        .isEqualTo(CSV);
    assertThat(feed(0, "--file", csv, "--time-field", "taken, at", "--speed", "max"))
        .isEqualTo(CSV);
  }

  @Test
  void objectsOfJsonDoTooAlsoFromACompressedFile() throws Exception {
    String json =
        """
        {"a":{"at":1},"at":1795348800.000}
        {"at":"1795348800200","b":"x"}
        {"b":"has no time"}
        {"at":1795348800400}
        """;
    Path file = folder.resolve("a.jsonl.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(feed(400, "--file", file.toString(), "--time-field", "at")).isEqualTo(json);
  }

  @Test
  void aSecondFileGoesOnAndEachHasItsOwnColumns() throws Exception {
    String first = file("a.csv", "t;x\n0;1\n");
    String second = file("b.csv", "x\tt\n2\t0.3\n");
    assertThat(feed(300, "--file", first, "--file", second, "--time-field", "t"))
        .isEqualTo("t;x\n0;1\n2\t0.3\n");
  }

  @Test
  void aFileThatBeginsAgainBeginsItsTimeAgain() throws Exception {
    String csv = file("a.csv", "t\n0\n0.1\n");
    assertThat(feed(200, "--file", csv, "--time-field", "t", "--loop", "--count", "4"))
        .isEqualTo("t\n0\n0.1\n0\n0.1\n");
  }

  @Test
  void aStoredFeedGoesOnByTheTimesOfWhatWasAdded() throws Exception {
    String store = folder.resolve("kept").toString();
    String csv = file("a.csv", "t\n0\n0.2\n");
    assertThat(feed(200, "--file", csv, "--time-field", "t", "--store", store))
        .isEqualTo("t\n0\n0.2\n");
    file("a.csv", "t\n0\n0.2\n\n9\n9.2\n");
    assertThat(feed(200, "--file", csv, "--time-field", "t", "--store", store))
        .isEqualTo("t\n0\n0.2\n\n9\n9.2\n");
  }

  @Test
  void whatCannotBeReadEndsTheFeedBehindWhatCameBefore() throws Exception {
    String csv = file("a.csv", "t\n0\nsoon\n1\n");
    try (Run run = Run.of("feed", "0", "--file", csv, "--time-field", "t", "--exit-at-end");
        var client = Subscriber.to(run.port())) {
      assertThat(client.text()).isEqualTo("t\n0\n");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).contains(csv + ": line 3: 't' is no time: 'soon'");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | --file FILE --time-field at --rate 5/s     | --time-field says when each message is due: --rate has no place",
        "2 | --file FILE --speed 5x                     | --speed is for --time-field; --rate says how many a second",
        "2 | --line x --time-field at                   | --time-field is for --file",
        "2 | --file FILE --time-field at --order random | --order random has no place with --time-field, which says when each is due",
        "1 | --file FILE --time-field when              | FILE: no column is named 'when' (--time-field): there are id, taken, at, note",
        "1 | --file FILE --time-field id --header-lines 2 | FILE: no column is named 'id' (--time-field): there are 1, 2026-11-22T12:00:00Z, a",
        "1 | --file FILE --time-field note              | FILE: line 2: 'note' is no time: 'a' (2026-11-22T12:00:00Z, or seconds or milliseconds since 1970)"
      })
  void whatMakesNoSenseIsAnsweredBeforeAnybodyComes(int status, String options, String answer)
      throws Exception {
    String csv = file("a.csv", CSV);
    Run run = Run.toTheEnd(("feed 0 " + options).replace("FILE", csv).split(" +"));
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err().text().replace(csv, "FILE")).isEqualTo("leat feed: " + answer + "\n");
  }
}
