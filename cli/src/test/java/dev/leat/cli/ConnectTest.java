package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectTest {
  private ServerSocket server;
  private String endpoint;

  @BeforeEach
  void listen() throws Exception {
    server = Peer.listen();
    endpoint = "127.0.0.1:" + server.getLocalPort();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void printsBytesAsTheyComeAlsoPromptsWithoutALineEnd() throws Exception {
    try (Run run = Run.piped("connect", endpoint);
        Peer peer = Peer.accept(server)) {
      peer.say("login: ");
      assertThat(run.out().await("login: ")).isEqualTo("login: ");

      run.type("me\n");
      assertThat(peer.hear(3)).isEqualTo("me\n");
    }
  }

  @Test
  void endsWhenThePeerClosesAlsoWhileStandardInputIsOpen() throws Exception {
    try (Run run = Run.piped("connect", endpoint)) {
      try (Peer peer = Peer.accept(server)) {
        peer.say("bye\n");
      }
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("bye\n");
      assertThat(run.err().text()).isEmpty();
    }
  }

  @Test
  void aLineThatIsTooLongIsSaidAndEndsIt() throws Exception {
    try (Run run = Run.piped("connect", endpoint, "--framing", "lines", "--max-message", "10");
        Peer peer = Peer.accept(server)) {
      run.type("short\nmuch too long\n");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text())
          .hasLineCount(1)
          .startsWith("leat connect: cannot send what is typed or piped in: message too long");
      assertThat(peer.hear(6)).isEqualTo("short\n");
    }
  }

  @Test
  void alsoWhereItWouldConnectAgain() throws Exception {
    try (Run run =
            Run.piped(
                "connect", endpoint, "--framing", "lines", "--max-message", "10", "--reconnect");
        Peer peer = Peer.accept(server)) {
      run.type("much too long\n");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).contains("cannot send what is typed or piped in");
      assertThat(peer.hearAll()).isEmpty();
    }
  }

  @Test
  void aLineThatIsLeftOutIsSaidAndTheOthersAreSent() throws Exception {
    try (Run run =
            Run.piped(
                "connect",
                endpoint,
                "--framing",
                "lines",
                "--max-message",
                "10",
                "--too-long",
                "drop");
        Peer peer = Peer.accept(server)) {
      run.type("much too long\nshort\n");
      run.endInput();
      assertThat(peer.hearAll()).isEqualTo("short\n");
      peer.hangUp();
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).isEqualTo("not sent: 1 message longer than 10 bytes\n");
    }
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() throws Exception {
    Run run = Run.toTheEnd("connect", endpoint, "--reconnect", "--no-shutdown");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).hasLineCount(1).contains("--no-shutdown");
  }

  @Test
  void theEndOfStandardInputHalfCloses() throws Exception {
    try (Run run = Run.piped("connect", endpoint);
        Peer peer = Peer.accept(server)) {
      run.type("question");
      run.endInput();
      assertThat(peer.hearAll()).isEqualTo("question");

      peer.say("answer");
      peer.hangUp();
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("answer");
    }
  }

  @Test
  void withNoShutdownTheOutputStaysOpen() throws Exception {
    try (Run run = Run.piped("connect", endpoint, "--no-shutdown");
        Peer peer = Peer.accept(server)) {
      run.type("question");
      run.endInput();
      assertThat(peer.hear(8)).isEqualTo("question");

      peer.say("answer");
      run.out().await("answer");
      peer.finish();
      assertThat(run.status()).isZero();
      assertThat(peer.hearAll()).isEmpty();
    }
  }

  @Test
  void withNoStdinNothingIsReadFromIt() throws Exception {
    try (Run run = Run.of("connect", endpoint, "--no-stdin");
        Peer peer = Peer.accept(server)) {
      peer.say("still open");
      run.out().await("still open");
      peer.finish();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void whatIsInThePipeIsSentAlsoAfterThePeerHasFinished() throws Exception {
    try (Run run = Run.piped("connect", endpoint);
        Peer peer = Peer.accept(server)) {
      String much = "0123456789".repeat(6000);
      run.type(much);
      peer.finish();
      assertThat(peer.hear(much.length())).isEqualTo(much);
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void readsAreShownOneByOne() throws Exception {
    try (Run run = Run.piped("connect", endpoint, "--show", "reads", "--buffer", "8");
        Peer peer = Peer.accept(server)) {
      peer.say("welcome to leat");
      peer.hangUp();
      assertThat(run.status()).isZero();
      assertThat(run.out().text())
          .isEqualTo(
              """
              #1 8 bytes "welcome "
              #2 7 bytes "to leat"
              """);
    }
  }

  @Test
  void bytesAreDumped() throws Exception {
    try (Run run = Run.piped("connect", endpoint, "--show=hex");
        Peer peer = Peer.accept(server)) {
      peer.say("welcome ");
      peer.hangUp();
      assertThat(run.status()).isZero();
      assertThat(run.out().text())
          .isEqualTo("00000000  77 65 6c 63 6f 6d 65 20                           |welcome |\n");
    }
  }

  @Test
  void framesAreShownAndTypedLinesAreFramed() throws Exception {
    try (Run run = Run.piped("connect", endpoint, "--framing", "netstring", "--show", "frames");
        Peer peer = Peer.accept(server)) {
      run.type("hello\nyou\n");
      assertThat(peer.hear(14)).isEqualTo("5:hello,3:you,");

      peer.say("2:ok,");
      peer.hangUp();
      assertThat(run.status()).isZero();
      assertThat(run.out().text())
          .isEqualTo(
              """
              #1 new message, length 2
              #1 frame 5 bytes "2:ok,"
              #1 full message received, 2 bytes "ok"
              """);
    }
  }

  @Test
  void framesNeedAFraming() throws Exception {
    Run run = Run.toTheEnd("connect", endpoint, "--show", "frames");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).hasLineCount(1).contains("--framing lines");
  }

  @Test
  void theEndpointMayHaveItsFraming() throws Exception {
    try (Run run = Run.piped("connect", endpoint + "?framing=netstring");
        Peer peer = Peer.accept(server)) {
      run.type("hello\n");
      assertThat(peer.hear(8)).isEqualTo("5:hello,");

      peer.say("2:ok,");
      assertThat(run.out().await("\n")).isEqualTo("ok\n");
    }
  }

  @Test
  void aHostAndAPortAreAnEndpointToo() throws Exception {
    try (Run run = Run.piped("connect", "localhost", Integer.toString(server.getLocalPort()));
        Peer peer = Peer.accept(server)) {
      peer.say("here");
      run.out().await("here");
    }
  }

  @Test
  void endsAfterSoManyMessages() throws Exception {
    try (Run run = Run.piped("connect", endpoint, "--framing", "lines", "--count", "2");
        Peer peer = Peer.accept(server)) {
      peer.say("one\ntwo\nthree\nfour\n");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void messagesBecomeJson() throws Exception {
    try (Run run = Run.piped("connect", endpoint, "--framing", "lines", "--json");
        Peer peer = Peer.accept(server)) {
      peer.say("one\ntwo\n");
      peer.hangUp();
      assertThat(run.status()).isZero();
      assertThat(run.out().text().lines())
          .hasSize(2)
          .last()
          .asString()
          .matches(
              "\\{\"time\":\"[^\"]+Z\",\"peer\":\"tcp://"
                  + endpoint
                  + "\",\"offset\":1,\"text\":\"two\"}");
    }
  }

  @Test
  void onATerminalControlCharactersAreEscaped() throws Exception {
    try (Run run = Run.onTerminal("connect", endpoint);
        Peer peer = Peer.accept(server)) {
      peer.say("\u001b[2Jhello\r\n");
      assertThat(run.out().await("\n")).isEqualTo("\\x1B[2Jhello\n");
      assertThat(run.err().text()).contains("connected to tcp://" + endpoint);
    }
  }

  @Test
  void elsewhereTheyAreDataLikeAllOther() throws Exception {
    try (Run run = Run.piped("connect", endpoint);
        Peer peer = Peer.accept(server)) {
      peer.say("\u001b[2Jhello\r\n");
      assertThat(run.out().await("\n")).isEqualTo("\u001b[2Jhello\r\n");
    }
  }

  @Test
  void nobodyListeningIsStatus1AndAdvice() throws Exception {
    server.close();
    Run run = Run.toTheEnd("connect", endpoint);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text())
        .isEqualTo(
            "leat connect: cannot connect to tcp://"
                + endpoint
                + ": connection refused (is a server listening there?)\n");
  }

  @Test
  void aResetIsABrokenConnection() throws Exception {
    try (Run run = Run.piped("connect", endpoint)) {
      Peer peer = Peer.accept(server);
      peer.say("so far");
      run.out().await("so far");
      peer.reset();
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).hasLineCount(1).contains("socket connection broken");
    }
  }

  @Test
  void aPeerThatBreaksOffInsideAMessageIsABrokenConnection() throws Exception {
    try (Run run = Run.piped("connect", endpoint, "--framing", "netstring")) {
      try (Peer peer = Peer.accept(server)) {
        peer.say("2:ok,12:hello");
      }
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out().text()).isEqualTo("ok\n");
      assertThat(run.err().text()).hasLineCount(1).contains("socket connection broken");
    }
  }

  @Test
  void aSilentPeerIsLeftAfterTheTimeout() throws Exception {
    try (Run run = Run.piped("connect", endpoint, "--timeout", "200ms");
        Peer peer = Peer.accept(server)) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).hasLineCount(1).contains("200ms");
      assertThat(peer.port()).isPositive();
    }
  }

  @Test
  void aMessageThatTheFramingCannotCarryIsReportedAndTheOthersAreSent() throws Exception {
    try (Run run = Run.piped("connect", endpoint, "--framing", "fixed:3");
        Peer peer = Peer.accept(server)) {
      run.type("one\nthree\ntwo\n");
      run.endInput();
      assertThat(peer.hearAll()).isEqualTo("onetwo");
      peer.hangUp();
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).hasLineCount(1).contains("not sent: ");
    }
  }

  @Test
  void askedToEndItEndsWellAlsoWhileItConverses() throws Exception {
    try (Run run = Run.piped("connect", endpoint);
        Peer peer = Peer.accept(server)) {
      peer.say("hello");
      run.out().await("hello");
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).isEmpty();
    }
  }

  @Test
  void withoutAnEndpointItSaysWhatOneIs() throws Exception {
    Run run = Run.toTheEnd("connect");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).hasLineCount(1).contains("HOST:PORT");
  }

  @Test
  void aFileIsNoEndpoint() throws Exception {
    Run run = Run.toTheEnd("connect", "x.txt");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text())
        .isEqualTo(
            "leat connect: x.txt is no endpoint: did you mean leat send ENDPOINT --file x.txt?\n");
  }

  @Test
  void reconnectsWhenThePeerHasClosed() throws Exception {
    try (Run run = Run.piped("connect", endpoint, "--reconnect", "--max-wait", "10ms")) {
      try (Peer peer = Peer.accept(server)) {
        peer.say("first\n");
        run.out().await("first\n");
      }
      try (Peer peer = Peer.accept(server)) {
        peer.say("second\n");
        run.out().await("second\n");
        run.type("to the second\n");
        assertThat(peer.hear(14)).isEqualTo("to the second\n");
      }
      assertThat(run.err().text())
          .contains("connected to tcp://" + endpoint)
          .contains("tcp://" + endpoint + " has closed the connection; connecting again");
    }
  }

  @Test
  void reconnectsAlsoToAServerThatIsNotThereYet() throws Exception {
    int port = server.getLocalPort();
    server.close();
    try (Run run = Run.piped("connect", endpoint, "--reconnect", "--max-wait", "20ms")) {
      run.err().await("trying again until it answers\n");
      server = new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
      try (Peer peer = Peer.accept(server)) {
        peer.say("here at last\n");
        run.out().await("here at last\n");
      }
    }
  }

  @Test
  void askedToEndItEndsAlsoWhileItTriesToReconnect() throws Exception {
    server.close();
    try (Run run = Run.piped("connect", endpoint, "--reconnect")) {
      run.err().await("trying again until it answers\n");
      run.stop();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void aLongestPauseNeedsReconnecting() throws Exception {
    Run run = Run.toTheEnd("connect", endpoint, "--max-wait", "1s");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).isEqualTo("leat connect: --max-wait is for --reconnect\n");
  }

  @Test
  void jsonWithoutAFramingIsPointedOut() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run = Run.of("connect", "127.0.0.1:" + server.getLocalPort(), "--json");
        Peer peer = Peer.accept(server)) {
      peer.say("read");
      run.out().await("\"text\":\"read\"");
      assertThat(run.err().text())
          .isEqualTo("without a framing each read is an object (--framing lines: each message)\n");
    }
  }
}
