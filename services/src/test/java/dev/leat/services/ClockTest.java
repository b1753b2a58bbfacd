package dev.leat.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import dev.leat.net.Client;
import dev.leat.net.Server;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClockTest {
  private static final Framing FRAMING = Framing.header(10);
  private static final Instant TIME = Instant.ofEpochSecond(1_600_000_000, 5_000_999);
  private static final String TOLD = "The time is 1600000000.005000";

  @Test
  void tellsAllTheSameTimeWhateverTheySayAndLetsThemGoWhenItsServerEnds() throws Exception {
    try (Server server = Server.bind("127.0.0.1:0", FRAMING);
        Clock clock = Clock.start(FRAMING, Duration.ofMillis(50), () -> TIME)) {
      server.start(clock);
      String endpoint = "127.0.0.1:" + server.port();
      try (var one = Client.connect(endpoint, FRAMING);
          var rude = Client.connect(endpoint, Framing.raw())) {
        rude.send("no header at all");
        assertThat(one.receive()).hasToString("Welcome to the server!");
        assertThat(one.receive()).hasToString(TOLD);
        one.finishOutput();
        assertThat(one.receive()).hasToString(TOLD);
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(TOLD) < 0) {
          heard.append(rude.receive());
        }
        assertThat(heard.toString()).startsWith("22        Welcome to the server!29        The");
        assertThat(server.shutdown(Duration.ofSeconds(30))).isTrue();
        var last = one.receive();
        while (last != null) {
          assertThat(last).hasToString(TOLD);
          last = one.receive();
        }
      }
    }
  }
}
