package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.cli.Ports;
import dev.leat.cli.Run;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made on the spot: sample lines, lines, templates. */
class FeedLinesTest {
  @Test
  void aClientGetsASampleLineAtOnceAndThenOneEachSecond() throws Exception {
    try (Run run = Run.of("feed", "0")) {
      int port = run.port();
      long start = System.nanoTime();
      try (var client = Subscriber.to(port)) {
        assertThat(client.lines(4)).allMatch(line -> line.matches("This is line [0-5]\n"));
        // The first at once, the second when it is its time.
        assertThat((System.nanoTime() - start) / 1e9).isGreaterThan(1.9);
      }
    }
  }

  @Test
  void allClientsGetTheSameOnBothAddressesOfLocalhost() throws Exception {
    try (Run run = Run.of("feed", "0", "--rate", "20/s", "--from", "earliest");
        var four = Subscriber.to("127.0.0.1", run.port());
        var six = Subscriber.to("::1", run.port())) {
      List<String> lines = four.lines(20);
      assertThat(six.lines(20)).isEqualTo(lines);
      assertThat(lines.stream().distinct().count()).as("chosen at random").isGreaterThan(2);
    }
  }

  @Test
  void itSaysWhatItFeedsAndWhereAndAtTheEndHowMuch() throws Exception {
    try (Run run = Run.of("feed", "0")) {
      try (var client = Subscriber.to(run.port())) {
        client.line();
      }
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEmpty();
      assertThat(run.err().text().lines())
          .first()
          .isEqualTo("feeding six sample lines, one a second");
      assertThat(run.err().text())
          .contains(
              "listening on tcp://127.0.0.1:%d (this machine only; *:%d for every interface)"
                  .formatted(run.port(), run.port()))
          .containsPattern("fed \\d+ messages?, \\d+ bytes, to 1 client\n");
    }
  }

  @Test
  void quietMeansNotAWord() throws Exception {
    int port = Ports.free();
    try (Run run = Run.of("feed", "-q", "localhost:" + port)) {
      try (Subscriber client =
          await()
              .atMost(Duration.ofSeconds(60))
              .ignoreExceptions()
              .until(() -> Subscriber.to(port), Objects::nonNull)) {
        client.line();
      }
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).isEmpty();
    }
  }

  @Test
  void verboseTellsOfEachClientWithDateAndTime() throws Exception {
    String moment = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} ";
    try (Run run = Run.of("feed", "-v", "0", "--per-client", "1")) {
      try (var client = Subscriber.to(run.port())) {
        client.rest();
      }
      String err = run.err().await("closing");
      for (String event :
          List.of(
              "starting",
              "waiting for clients",
              "connection from tcp://127.0.0.1:\\d+",
              "data sent to tcp://127.0.0.1:\\d+: 1 message, 15 bytes",
              "closing tcp://127.0.0.1:\\d+")) {
        assertThat(err).containsPattern("(?m)^" + moment + "leat\\.feed INFO " + event + "$");
      }
    }
  }

  @Test
  void givenLinesComeInTurnAndOverAgain() throws Exception {
    try (Run run =
            Run.of(
                "feed",
                "0",
                "--line",
                "a",
                "--line",
                "b",
                "--rate",
                "100/s",
                "--from",
                "earliest");
        var client = Subscriber.to(run.port())) {
      assertThat(client.lines(5)).containsExactly("a\n", "b\n", "a\n", "b\n", "a\n");
    }
  }

  @Test
  void templatesAreFilledIn() throws Exception {
    try (Run run =
            Run.of(
                "feed",
                "0",
                "--template",
                "{\"id\":{seq},\"at\":\"{iso}\"}",
                "--template",
                "The time is {epoch}, the die says {random:1-6}",
                "--every",
                "10ms",
                "--from",
                "earliest");
        var client = Subscriber.to(run.port())) {
      List<String> lines = client.lines(4);
      assertThat(lines.get(0)).matches("\\{\"id\":0,\"at\":\"\\S+T\\S+Z\"}\n");
      assertThat(lines.get(1)).matches("The time is \\d+\\.\\d{6}, the die says [1-6]\n");
      assertThat(lines.get(2)).startsWith("{\"id\":2,");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "feed 127.0.0.1:0 --framing header:10 --line abc --per-client 2 --rate 50/s",
        "feed 127.0.0.1:0?framing=header:10 --line abc --per-client 2 --rate 50/s"
      })
  void anotherFramingIsUsedOnTheWireAlsoFromTheEndpoint(String command) throws Exception {
    try (Run run = Run.of(command.split(" "));
        var client = Subscriber.to(run.port())) {
      assertThat(client.text()).isEqualTo("3         abc3         abc");
    }
  }

  @Test
  void theRateIsKept() throws Exception {
    long start = System.nanoTime();
    try (Run run = Run.of("feed", "0", "--rate", "500/s", "--count", "1000", "--exit-at-end");
        var client = Subscriber.to(run.port())) {
      assertThat(client.text().lines().count()).isEqualTo(1000);
      assertThat((System.nanoTime() - start) / 1e9).isGreaterThan(1.9);
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void whoTypesIsToldWhatWouldFeedIt() throws Exception {
    try (Run run = Run.onTerminal("feed", "127.0.0.1:0", "--line", "hello")) {
      run.err().await("(--stdin feeds what you type)\n");
    }
    try (Run run = Run.onTerminal("feed", "127.0.0.1:0", "--stdin")) {
      assertThat(run.err().await("listening on")).doesNotContain("--stdin feeds");
    }
  }
}
