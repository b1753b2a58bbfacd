package dev.leat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenTest {
  @TempDir private Path directory;

  @Test
  void saysWhereItListensAndWhoCanReachIt() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0")) {
      int port = run.port();
      assertThat(run.err().text())
          .isEqualTo(
              "listening on tcp://127.0.0.1:%d (this machine only; *:%d for every interface)\n"
                  .formatted(port, port));
    }
  }

  @Test
  void onEveryInterfaceItSaysNoMore() throws Exception {
    try (Run run = Run.of("listen", "*:0")) {
      int port = run.port();
      assertThat(run.err().text()).isEqualTo("listening on tcp://*:%d\n".formatted(port));
    }
  }

  @Test
  void onLocalhostItListensOnBothAddresses() throws Exception {
    Assumptions.assumeTrue(
        NetworkInterface.getByInetAddress(Inet6Address.ofLiteral("::1")) != null, "no ::1 here");
    try (Run run = Run.of("listen", "localhost:0")) {
      int port = run.port();
      run.err().await("listening on tcp://[::1]:" + port);
      try (var client = new Socket(InetAddress.ofLiteral("::1"), port)) {
        client.getOutputStream().write("six\n".getBytes(UTF_8));
        run.out().await("six\n");
      }
    }
  }

  @Test
  void receivesFromManyAtOnce() throws Exception {
    List<Peer> peers = new ArrayList<>();
    try (Run run = Run.of("listen", "127.0.0.1:0")) {
      int port = run.port();
      for (int i = 0; i < 20; i++) {
        peers.add(Peer.connect(port));
      }
      for (int i = 0; i < 20; i++) {
        peers.get(i).say("from " + i + "\n");
      }
      assertThat(run.out().awaitLines(20).lines().toList())
          .hasSize(20)
          .contains("from 0", "from 19")
          .doesNotHaveDuplicates();
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void keepsTheMessagesOfManyClientsWhole() throws Exception {
    String line = "x".repeat(5000) + "\n";
    try (Run run = Run.of("listen", "127.0.0.1:0");
        Peer one = Peer.connect(run.port());
        Peer other = Peer.connect(run.port())) {
      Thread first = Thread.ofVirtual().start(() -> sayOften(one, line, 200));
      Thread second = Thread.ofVirtual().start(() -> sayOften(other, line, 200));
      first.join();
      second.join();
      assertThat(run.out().awaitLines(400).lines()).allMatch(line.strip()::equals);
    }
  }

  private static void sayOften(Peer peer, String line, int times) {
    try {
      for (int i = 0; i < times; i++) {
        peer.say(line);
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void namesTheClientBeforeEachMessage() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0", "--prefix");
        Peer peer = Peer.connect(run.port())) {
      peer.say("hello\n");
      assertThat(run.out().await("\n")).isEqualTo("127.0.0.1:" + peer.port() + ": hello\n");
    }
  }

  @Test
  void repliesToEachMessage() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0", "--reply", "ok");
        Peer peer = Peer.connect(run.port())) {
      peer.say("one\ntwo\n");
      assertThat(peer.hear(6)).isEqualTo("ok\nok\n");
    }
  }

  @Test
  void repliesAndCloses() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0", "--reply", "goodbye", "--close");
        Peer peer = Peer.connect(run.port())) {
      peer.say("hello\nand so on\n");
      assertThat(peer.hearAll()).isEqualTo("goodbye\n");
      assertThat(run.out().text()).isEqualTo("hello\n");
    }
  }

  @Test
  void theLastMessageOfACountIsAnsweredToo() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0", "--reply", "ok", "--count", "2");
        Peer peer = Peer.connect(run.port())) {
      peer.say("one\ntwo\nthree\n");
      assertThat(peer.hearAll()).isEqualTo("ok\nok\n");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void shownAsFramesEachMessageIsAnsweredHoweverItsBytesCome() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0", "--reply", "ok", "--show", "frames");
        Peer peer = Peer.connect(run.port())) {
      peer.say("one\ntw");
      assertThat(peer.hear(3)).isEqualTo("ok\n");
      peer.say("o\nthree\n");
      peer.finish();
      assertThat(peer.hearAll()).isEqualTo("ok\nok\n");
    }
  }

  @Test
  void shownAsFramesItIsClosedAfterTheFirst() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0", "--close", "--show", "frames");
        Peer peer = Peer.connect(run.port())) {
      peer.say("one\ntwo\n");
      assertThat(peer.hearAll()).isEmpty();
      assertThat(run.out().text()).contains("\"one\"").doesNotContain("two");
    }
  }

  @Test
  void readsAreNotAnsweredAsIfTheyWereMessages() throws Exception {
    Run run = Run.toTheEnd("listen", "127.0.0.1:0", "--reply", "ok", "--show", "hex");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).hasLineCount(1).contains("--reply").contains("--show frames");
  }

  @Test
  void silenceEndsAMessageWhereThatIsWanted() throws Exception {
    for (String[] wanted :
        List.of(
            new String[] {"listen", "127.0.0.1:0?quiet=50ms"},
            new String[] {"listen", "127.0.0.1:0", "--quiet-time", "50ms"})) {
      try (Run run = Run.of(wanted);
          Peer peer = Peer.connect(run.port())) {
        peer.say("no end");
        assertThat(run.out().await("\n")).isEqualTo("no end\n");
      }
    }
  }

  @Test
  void aMessageThatDoesNotEndInTimeEndsTheConnection() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0", "--message-timeout", "100ms");
        Peer peer = Peer.connect(run.port())) {
      peer.say("no end");
      assertThat(peer.hearAll()).isEmpty();
      run.err().await("127.0.0.1:" + peer.port());
    }
  }

  @Test
  void aClientThatIsSilentIsClosedWhereThatIsWanted() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0?idle-timeout=100ms");
        Peer peer = Peer.connect(run.port())) {
      assertThat(peer.hearAll()).isEmpty();
    }
  }

  @Test
  void anOptionOfAnEndpointThatIsWrongIsExplained() throws Exception {
    assertThat(Run.toTheEnd("listen", "127.0.0.1:0?quiet=soon").err().text())
        .isEqualTo("leat listen: 'soon' is not a time: write 200ms, 3s, 5m or 1h; 0 for none\n");
    assertThat(Run.toTheEnd("listen", "127.0.0.1:0?silent=1s").err().text())
        .hasLineCount(1)
        .contains("framing, quiet, idle-timeout and message-timeout are known");
  }

  @Test
  void aReplyThatCannotBeSentIsRefusedAtOnce() throws Exception {
    Run run = Run.toTheEnd("listen", "127.0.0.1:0", "--reply", "two\nlines");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).hasLineCount(1).contains("--reply");
  }

  @Test
  void appendsToAFile() throws Exception {
    Path file = Files.writeString(directory.resolve("out"), "before\n");
    try (Run run = Run.of("listen", "127.0.0.1:0", "--output", file.toString(), "--count", "2");
        Peer peer = Peer.connect(run.port())) {
      peer.say("one\ntwo\n");
      assertThat(run.status()).isZero();
      assertThat(file).hasContent("before\none\ntwo\n");
      assertThat(run.out().text()).isEmpty();
    }
  }

  @Test
  void endsAfterSoManyMessagesOfAllClientsTogether() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0", "--count", "3");
        Peer one = Peer.connect(run.port());
        Peer other = Peer.connect(run.port())) {
      one.say("1\n2\n");
      run.out().awaitLines(2);
      other.say("3\n4\n");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("1\n2\n3\n");
    }
  }

  @Test
  void aClientThatSendsTooMuchIsClosedAndTheOthersAreServed() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0", "--max-message", "100B");
        Peer bad = Peer.connect(run.port());
        Peer good = Peer.connect(run.port())) {
      bad.say("x".repeat(200));
      run.err().await("127.0.0.1:" + bad.port() + " closed: message too long");
      good.say("still here\n");
      assertThat(run.out().await("\n")).isEqualTo("still here\n");
    }
  }

  @Test
  void aTooLongMessageMayBeDroppedInstead() throws Exception {
    try (Run run =
            Run.of("listen", "127.0.0.1:0", "--max-message", "100B", "--too-long", "drop", "-v");
        Peer peer = Peer.connect(run.port())) {
      peer.say("x".repeat(101) + "\nshort\n");
      assertThat(run.out().await("\n")).isEqualTo("short\n");
      peer.hangUp();
      assertThat(run.err().await("left")).contains("1 messages dropped");
    }
  }

  @Test
  void oneTooManyIsRefused() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0", "--max-clients", "1", "--when-full", "refuse");
        Peer first = Peer.connect(run.port())) {
      first.say("first\n");
      run.out().await("first\n");
      try (Peer second = Peer.connect(run.port())) {
        assertThat(second.hearAll()).isEmpty();
      }
      run.err().await("refused");
      first.say("again\n");
      run.out().await("again\n");
    }
  }

  @Test
  void askedToEndItTakesWhatIsOnItsWay() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0");
        Peer peer = Peer.connect(run.port())) {
      peer.say("one\n");
      run.out().await("one\n");
      peer.say("two\n");
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void messagesBecomeJsonWithTheirPeerAndTheirNumber() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0", "--json");
        Peer peer = Peer.connect(run.port())) {
      peer.say("hello\n");
      assertThat(run.out().await("\n"))
          .contains("\"peer\":\"tcp://127.0.0.1:" + peer.port() + "\"")
          .contains("\"offset\":0,\"text\":\"hello\"");
    }
  }

  @Test
  void aPortInUseIsStatus1AndSaysSo() throws Exception {
    try (var taken = Peer.listen()) {
      Run run = Run.toTheEnd("listen", "127.0.0.1:" + taken.getLocalPort());

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text())
          .hasLineCount(1)
          .startsWith("leat listen: cannot listen on tcp://127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void aFileIsNoEndpointButMayBeTheOutput() throws Exception {
    Run run = Run.toTheEnd("listen", "messages.log");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).contains("did you mean leat listen --output messages.log?");
  }

  @Test
  void atTheEndItSaysWhatItHasReceived() throws Exception {
    try (Run run = Run.of("listen", "127.0.0.1:0")) {
      try (Peer one = Peer.connect(run.port());
          Peer two = Peer.connect(run.port())) {
        one.say("one\ntwo\n");
        two.say("three\n");
        run.out().awaitLines(3);
      }
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).endsWith("received 3 messages, 14 bytes from 2 clients\n");
    }
  }
}
