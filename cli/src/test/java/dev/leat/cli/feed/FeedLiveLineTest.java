package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line that people see while it runs. */
class FeedLiveLineTest {
  @TempDir private Path folder;

  @Test
  void itShowsClientsMessagesRateAndTheSlowestClientsLag() throws Exception {
    try (Run run = Run.onTerminal("feed", "0", "--rate", "100/s")) {
      run.err().await("0 clients | ");
      try (var client = Subscriber.to(run.port())) {
        client.line();
        assertThat(run.err().await(" behind"))
            .containsPattern(
                "\u001b\\[\\?7l1 client \\| [0-9,]+ messages \\| [0-9,]+/s, [0-9.]+ \\S+/s"
                    + " \\| slowest [0-9,]+ behind");
      }
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).containsPattern("\r\u001b\\[Kfed [0-9,]+ messages");
    }
  }

  @Test
  void itShowsHowManyClientsAreMissing() throws Exception {
    String file = Files.writeString(folder.resolve("a"), "a\n").toString();
    try (Run run = Run.onTerminal("feed", "0", "--file", file, "--wait-for", "2");
        var client = Subscriber.to(run.port())) {
      run.err().await("waiting for 2 clients, 1 here");
      client.say("I am here");
    }
  }

  @Test
  void itIsNotInTheWayOfWhoTypes() throws Exception {
    try (Run run = Run.onTerminal("feed", "0", "--stdin");
        var client = Subscriber.to(run.port())) {
      run.type("typed\n");
      assertThat(client.line()).isEqualTo("typed\n");
      assertThat(run.err().text()).doesNotContain(" | ");
    }
  }
}
