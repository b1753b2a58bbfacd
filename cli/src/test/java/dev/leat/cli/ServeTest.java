package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the services have in common on the command line; what each does is in {@code classics}. */
@Timeout(60)
class ServeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "echo, 9999",
    "welcome, 1234",
    "greet, 9999",
    "login, 9999",
    "command, 9999",
    "clock, 1234",
    "hub, 8000",
    "discard, 9999"
  })
  void theHelpNamesEachServiceAndItsPort(String service, int port) throws Exception {
    assertThat(Run.toTheEnd("serve", "--help").out().text())
        .containsPattern("(?m)^  " + service + " .*Port " + port + "\\.$");
    assertThat(Run.toTheEnd("serve", service, "--help").out().text())
        .contains(port + " unless given");
  }

  @Test
  void withoutAServiceItSaysWhereTheyAreListed() throws Exception {
    Run run = Run.toTheEnd("serve");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text())
        .isEqualTo(
            "leat serve: which service? echo, welcome, greet, login, command, clock, hub, discard"
                + " (leat serve --help explains them)\n");
  }

  @Test
  void discardSaysHowMuchItWas() throws Exception {
    try (Run run = Run.of("serve", "discard", "127.0.0.1:0")) {
      try (Peer peer = Peer.connect(run.port())) {
        peer.say("x".repeat(12_345));
        peer.finish();
        assertThat(peer.hearAll()).isEmpty();
      }
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).contains("discarded 12 KiB from 1 client\n");
    }
  }

  @Test
  void welcomeSaysWhatItIsToldTo() throws Exception {
    try (Run run =
            Run.of("serve", "welcome", "127.0.0.1:0", "--text", "hello", "--framing", "netstring");
        Peer peer = Peer.connect(run.port())) {
      assertThat(peer.hearAll()).isEqualTo("5:hello,");
    }
  }

  @Test
  void aHubThatIsPipedIntoWaitsForTheFirstClient() throws Exception {
    try (Run run = Run.piped("serve", "hub", "127.0.0.1:0", "--framing", "lines")) {
      run.type("one\ntwo\n");
      run.endInput();
      try (Peer peer = Peer.connect(run.port())) {
        assertThat(peer.hear(8)).isEqualTo("one\ntwo\n");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clock --every 999us             | leat serve clock: --every must be at least a millisecond",
        "login                           | leat serve login: --users needs a value: --users FILE",
        "login --users x --add-user a:b  | leat serve login: --add-user: a name has no colon",
        "hub --everone                   | leat serve hub: unknown option --everone: did you mean --everyone?"
      })
  void whatMakesNoSenseIsSaid(String words, String answer) throws Exception {
    Run run = Run.toTheEnd(("serve " + words).split(" "));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).startsWith(answer).hasLineCount(1);
  }

  @Test
  void aUserNeedsAPassword() throws Exception {
    Path users = folder.resolve("users.txt");
    Run run = Run.toTheEnd("serve", "login", "--users", users.toString(), "--add-user", "admin");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text())
        .isEqualTo("leat serve login: no password: type one, or pipe it in\n");
    assertThat(users).doesNotExist();
  }
}
