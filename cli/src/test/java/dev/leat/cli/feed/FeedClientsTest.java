package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Run;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How clients come, stay and go. */
class FeedClientsTest {
  private static Run fast(String... more) {
    var arguments = new ArrayList<>(List.of("feed", "0", "--rate", "200/s"));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  @Test
  void oneAtATimeWhileTheOthersWait() throws Exception {
    try (Run run = fast("--max-clients", "1", "--when-full", "queue", "--backlog", "1", "-v")) {
      var first = Subscriber.to(run.port());
      first.line();
      try (var second = Subscriber.to(run.port())) {
        first.lines(20);
        assertThat(run.err().text()).containsOnlyOnce("connection from");
        first.leave();
        assertThat(second.line()).startsWith("This is line");
      }
    }
  }

  @Test
  void orTheOthersAreTurnedAway() throws Exception {
    try (Run run = fast("--max-clients", "1", "--when-full", "refuse", "-v");
        var first = Subscriber.to(run.port())) {
      first.line();
      try (var second = Subscriber.to(run.port())) {
        assertThat(second.line()).isNull();
      }
      assertThat(run.err().await(" refused: more than 1 connections")).isNotNull();
      first.line();
    }
  }

  @Test
  void itEndsAfterItsFirstClientHasLeft() throws Exception {
    try (Run run = fast("--exit-after-clients", "1");
        var client = Subscriber.to(run.port())) {
      client.line();
      client.leave();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void oneLineWithoutAnEndThenSilenceThenClosed() throws Exception {
    try (Run run = fast("--framing", "raw", "--per-client", "1", "--close-after", "1s")) {
      int port = run.port();
      long start = System.nanoTime();
      try (var client = Subscriber.to(port)) {
        assertThat(client.text()).matches("This is line [0-5]");
        assertThat((System.nanoTime() - start) / 1e9).isGreaterThan(0.9);
      }
    }
  }

  @Test
  void eachClientGetsItsShare() throws Exception {
    try (Run run = fast("--per-client", "3")) {
      for (int i = 0; i < 3; i++) {
        try (var client = Subscriber.to(run.port())) {
          assertThat(client.text().lines().count()).isEqualTo(3);
        }
      }
    }
  }

  @Test
  void whoFinishesSpeakingStillListens() throws Exception {
    try (Run run = fast();
        var client = Subscriber.to(run.port())) {
      client.say("hello?\n");
      client.finishOutput();
      assertThat(client.lines(50)).doesNotContainNull();
    }
  }

  @Test
  void whoNeverStopsSpeakingIsServedAllTheSame() throws Exception {
    try (Run run = fast();
        var client = Subscriber.to(run.port())) {
      String chatter = "x".repeat(1 << 16);
      for (int i = 0; i < 200; i++) {
        client.say(chatter);
      }
      assertThat(client.lines(20)).doesNotContainNull();
    }
  }

  @Test
  void whoLeavesOrBreaksOffDoesNotDisturbTheOthers() throws Exception {
    try (Run run = fast("-v");
        var stays = Subscriber.to(run.port())) {
      for (int i = 0; i < 10; i++) {
        try (var leaves = Subscriber.to(run.port())) {
          leaves.line();
        }
        try (var resets = Subscriber.to(run.port())) {
          resets.line();
          resets.reset();
        }
      }
      stays.lines(50);
      assertThat(run.err().await("it has left")).doesNotContain("should not have happened");
    }
  }

  @Test
  void aResetIsNoticedWhileThereIsNothingToSend() throws Exception {
    try (Run run = Run.of("feed", "0", "--every", "1h", "-v");
        var client = Subscriber.to(run.port())) {
      client.line();
      client.reset();
      run.err().await("closing tcp://127.0.0.1:");
    }
  }

  @Test
  void aStopLetsClientsHaveWhatIsThere() throws Exception {
    try (Run run =
            Run.of("feed", "0", "--line", "x".repeat(99), "--rate", "max", "--slow", "wait");
        var client = Subscriber.to(run.port())) {
      client.lines(10);
      run.stop();
      long rest = client.rest().length;
      assertThat(run.status()).isZero();
      assertThat(rest % 100).as("whole lines").isZero();
      assertThat(run.err().text()).doesNotContain("missed");
    }
  }

  @Test
  void manyClientsGetEveryMessage() throws Exception {
    try (Run run =
        Run.of(
            "feed",
            "0",
            "--template",
            "{seq}",
            "--rate",
            "1000/s",
            "--count",
            "500",
            "--wait-for",
            "200",
            "--exit-at-end")) {
      int port = run.port();
      var clients = new ArrayList<Subscriber>();
      for (int i = 0; i < 200; i++) {
        clients.add(Subscriber.to(port));
      }
      String first = clients.getFirst().text();
      assertThat(first.lines().count()).isEqualTo(500);
      for (Subscriber client : clients.subList(1, 200)) {
        assertThat(client.text()).isEqualTo(first);
      }
      for (Subscriber client : clients) {
        client.leave();
      }
      assertThat(run.status()).isZero();
    }
  }
}
