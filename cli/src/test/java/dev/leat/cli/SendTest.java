package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendTest {
  @TempDir private Path directory;
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
  void sendsItsArgumentsAsMessagesAndLeaves() throws Exception {
    try (Run run = Run.of("send", endpoint, "one", "two words", "");
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("one\ntwo words\n\n");
      peer.hangUp();
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEmpty();
      assertThat(run.err().text()).isEmpty();
    }
  }

  @Test
  void takesAHostAndAPortBeforeTheMessages() throws Exception {
    String port = Integer.toString(server.getLocalPort());
    try (Run run = Run.of("send", "localhost", port, "hello", "5");
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("hello\n5\n");
      peer.hangUp();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void aMessageMayBeginWithAnything() throws Exception {
    try (Run run = Run.of("send", endpoint, "@here", "''", "--", "--dashes", "-5");
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("@here\n''\n--dashes\n-5\n");
      peer.hangUp();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void aNumberAfterACompleteEndpointIsAMessage() throws Exception {
    try (Run run = Run.of("send", endpoint, "5");
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("5\n");
      peer.hangUp();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void sendsTheLinesOfFilesInTheFramingAskedFor() throws Exception {
    Path first = Files.writeString(directory.resolve("first"), "one\r\ntwo\n");
    Path second = Files.writeString(directory.resolve("second"), "three");
    try (Run run =
            Run.of(
                "send",
                endpoint,
                "--framing",
                "netstring",
                "--file",
                first.toString(),
                "--file",
                second.toString());
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("3:one,3:two,5:three,");
      peer.hangUp();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void sendsStandardInputByteForByteWithoutAFraming() throws Exception {
    try (Run run = Run.piped("send", endpoint, "--framing", "raw");
        Peer peer = Peer.accept(server)) {
      run.type("no line end, \r\n\0 and all");
      run.endInput();
      assertThat(peer.hearAll()).isEqualTo("no line end, \r\n\0 and all");
      peer.hangUp();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void printsTheRepliesThatItExpects() throws Exception {
    try (Run run = Run.of("send", endpoint, "one", "two", "--expect", "2");
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hear(8)).isEqualTo("one\ntwo\n");
      peer.say("1\n2\n3\n");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("1\n2\n");
    }
  }

  @Test
  void aPeerThatExpectsTheEndGetsItWhenTheFramingIsEof() throws Exception {
    try (Run run = Run.of("send", endpoint, "question", "--framing", "eof", "--expect", "1");
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("question");
      peer.say("answer");
      peer.hangUp();
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("answer");
    }
  }

  @Test
  void fewerRepliesThanExpectedAreABrokenConnection() throws Exception {
    try (Run run = Run.of("send", endpoint, "one", "--expect", "2")) {
      try (Peer peer = Peer.accept(server)) {
        peer.hear(4);
        peer.say("1\n");
      }
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out().text()).isEqualTo("1\n");
      assertThat(run.err().text())
          .isEqualTo(
              "leat send: socket connection broken: the peer finished after 1 of 2 replies (tcp://"
                  + endpoint
                  + ")\n");
    }
  }

  @Test
  void aReplyThatDoesNotComeInTimeIsStatus1() throws Exception {
    try (Run run = Run.of("send", endpoint, "one", "--expect", "1", "--timeout", "200ms");
        Peer peer = Peer.accept(server)) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).hasLineCount(1).contains("200ms");
      assertThat(peer.hear(4)).isEqualTo("one\n");
    }
  }

  @Test
  void whereNoReplyIsExpectedNoneIsMissed() throws Exception {
    try (Run run = Run.of("send", endpoint, "1", "2", "3", "--rate", "2/s", "--timeout", "500ms");
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("1\n2\n3\n");
      peer.hangUp();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void aReplyHasItsTimeFromTheLastMessageOn() throws Exception {
    try (Run run = Run.piped("send", endpoint, "--expect", "1", "--timeout", "2s");
        Peer peer = Peer.accept(server)) {
      Thread.sleep(2500); // as somebody does who types slowly
      run.type("question\n");
      run.endInput();
      peer.hear(9);
      peer.say("answer\n");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("answer\n");
    }
  }

  @Test
  void aLineThatIsTooLongIsLeftOutButNotInSilence() throws Exception {
    try (Run run = Run.piped("send", endpoint, "--max-message", "10", "--too-long", "drop");
        Peer peer = Peer.accept(server)) {
      run.type("one\n" + "x".repeat(200_000) + "\ntwo\n");
      run.endInput();
      assertThat(peer.hearAll()).isEqualTo("one\ntwo\n");
      peer.hangUp();
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).isEqualTo("not sent: 1 message longer than 10 bytes\n");
    }
  }

  @Test
  void orCut() throws Exception {
    Path file = Files.writeString(directory.resolve("lines"), "one\nmuch too long\n");
    try (Run run =
            Run.of(
                "send",
                endpoint,
                "--file",
                file.toString(),
                "--max-message",
                "4",
                "--too-long",
                "truncate");
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("one\nmuch\n");
      peer.hangUp();
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).isEqualTo("cut: 1 message longer than 4 bytes\n");
    }
  }

  @Test
  void aPeerThatBreaksOffIsABrokenConnectionAlsoWhileNothingIsTyped() throws Exception {
    try (Run run = Run.piped("send", endpoint)) {
      Peer peer = Peer.accept(server);
      run.type("hello\n");
      peer.hear(6);
      peer.reset();
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).hasLineCount(1).contains("socket connection broken");
    }
  }

  @Test
  void aPeerThatIsGoneIsABrokenConnection() throws Exception {
    try (Run run = Run.piped("send", endpoint, "--rate", "20/s")) {
      Peer.accept(server).hangUp();
      run.type("is anybody\nthere?\n");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).hasLineCount(1).contains("socket connection broken");
    }
  }

  @Test
  void aPeerThatTalksWithoutListeningHoldsNothingUp() throws Exception {
    byte[] much = new byte[4 << 20];
    Path file = Files.write(directory.resolve("much"), much);
    try (Run run = Run.of("send", endpoint, "--framing", "raw", "--file", file.toString());
        Peer peer = Peer.accept(server)) {
      peer.say("y".repeat(4 << 20)); // as an echo server does that writes before it reads on
      assertThat(peer.hearAll()).hasSize(much.length);
      peer.hangUp();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void aPeerThatKeepsItsSideOpenDoesNotKeepUsForLong() throws Exception {
    long start = System.nanoTime();
    try (Run run = Run.of("send", endpoint, "hello");
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("hello\n");
      assertThat(run.status()).isZero();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void sendsAtARate() throws Exception {
    long start = System.nanoTime();
    try (Run run = Run.of("send", endpoint, "1", "2", "3", "4", "5", "6", "--rate", "20/s");
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("1\n2\n3\n4\n5\n6\n");
      peer.hangUp();
      assertThat(run.status()).isZero();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(250));
  }

  @Test
  void whatTheFramingCannotCarryIsReportedAndTheRestIsSent() throws Exception {
    try (Run run = Run.of("send", endpoint, "one", "a\nb", "two");
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("one\ntwo\n");
      peer.hangUp();
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).hasLineCount(1).contains("not sent: ");
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws Exception {
    try (Run run = Run.of("send", endpoint, "--file", "absent.txt")) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).isEqualTo("leat send: no such file: absent.txt\n");
    }
  }

  @Test
  void messagesAndAFileAreOneTooMany() throws Exception {
    Run run = Run.toTheEnd("send", endpoint, "hello", "--file", "x.txt");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).hasLineCount(1).contains("choose one");
  }

  @Test
  void askedToEndItEndsAlsoWhileItWaitsForInput() throws Exception {
    try (Run run = Run.piped("send", endpoint);
        Peer peer = Peer.accept(server)) {
      run.type("so far\n");
      assertThat(peer.hear(7)).isEqualTo("so far\n");
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).isEmpty();
    }
  }
}
