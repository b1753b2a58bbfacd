package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Run;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked for and makes no sense is explained in one line. */
class FeedUsageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "x.txt|x.txt is no endpoint: did you mean leat feed --file x.txt?",
        "--file a --line b|--file and --line do not go together: a feed has one kind of source",
        "--rate max --every 1s|--rate and --every say the same thing: give one of them",
        "--every 0|--every must be more than 0; for no pause at all: --rate max",
        "--rate 5|--rate: '5' is not a rate: a rate is 500/s, 0.5/s, 90/m, 10MB/s or max",
        "--exit-at-end|--exit-at-end: six sample lines never end; say how many with --count",
        "--loop|--loop is for --file",
        "--stdin --loop|standard input comes only once: --loop needs --file",
        "--stdin --order random|standard input comes in its own order: --order random needs --file",
        "--template {now}|--template: unknown placeholder {now}: there are {seq}, {epoch}, {iso} and {random:1-10}",
        "--slow fast|--slow: 'fast' is not one of wait, skip, disconnect",
        "--from 7|--from an offset or a time is for a stream that is kept: --store DIR",
        "--count 0|--count must be at least 1, not 0",
        "--per-client 0|--per-client must be at least 1, not 0",
        "--wait-for -1|--wait-for must not be negative: -1",
        "--exit-after-clients 0|--exit-after-clients must be at least 1, not 0",
        "--header-lines 1|--header-lines is for --file",
        "--stdin --header-lines -1|--header-lines must not be negative: -1",
        "--lin x|unknown option --lin: did you mean --line?",
      })
  void inOneLine(String arguments, String answer) throws Exception {
    Run run = Run.toTheEnd(("feed " + arguments).split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).isEqualTo("leat feed: " + answer + "\n");
    assertThat(run.out().text()).isEmpty();
  }

  @Test
  void aLineThatTheFramingCannotCarryIsSaidAtOnce() throws Exception {
    Run run = Run.toTheEnd("feed", "--line", "a\nb");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).startsWith("leat feed: --line: ").hasLineCount(1);
  }

  @Test
  void aRetentionTooSmallIsSaid() throws Exception {
    Run run = Run.toTheEnd("feed", "0", "--retention", "10");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).startsWith("leat feed: --retention 10").hasLineCount(1);
  }

  @Test
  void anAddressInUseIsAFailure() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Run run = Run.toTheEnd("feed", "127.0.0.1:" + taken.getLocalPort());
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).contains("127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void helpShowsOptionsByPurposeAndExamples() throws Exception {
    Run run = Run.toTheEnd("feed", "--help");
    assertThat(run.status()).isZero();
    assertThat(run.out().text())
        .startsWith("Usage: leat feed")
        .contains("What to feed:", "How fast, how much:", "Examples:");
  }

  @Test
  void waitingForMoreClientsThanAreLetInIsRefused() throws Exception {
    for (String limit : List.of("--max-clients", "--max-per-address")) {
      Run run = Run.toTheEnd("feed", "0", "--wait-for", "2", limit, "1");
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err().text())
          .startsWith("leat feed: --wait-for 2 waits for ever with " + limit + " 1")
          .hasLineCount(1);
    }
  }

  @Test
  void aDashIsNoFileAndNoEndpoint() throws Exception {
    assertThat(Run.toTheEnd("feed", "0", "--file", "-").err().text())
        .isEqualTo("leat feed: --file -: standard input is --stdin\n");
    assertThat(Run.toTheEnd("feed", "-").err().text()).hasLineCount(1).contains("--stdin");
  }

  @Test
  void ratesAreSaidAsTheyAre() throws Exception {
    try (Run run = Run.of("feed", "0", "--every", "400ms")) {
      assertThat(run.err().await("\n")).startsWith("feeding six sample lines, 2.5 a second\n");
    }
  }
}
