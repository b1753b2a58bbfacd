package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a process of its own shows: signals, its own end, and who is at its other ends. */
class ProcessTest {
  @Test
  void aPeerThatClosesEndsItWhileStandardInputIsOpen() throws Exception {
    try (ServerSocket server = Peer.listen();
        var leat = LeatProcess.leat("connect", "127.0.0.1:" + server.getLocalPort())) {
      try (Peer peer = Peer.accept(server)) {
        peer.say("bye\n");
      }
      assertThat(leat.status()).isZero();
      assertThat(leat.out().await("bye\n")).isEqualTo("bye\n");
      assertThat(leat.err().text()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsAServerWhoseClientsAreSilentWithoutCuttingThemOff(String signal, int status)
      throws Exception {
    try (var leat = LeatProcess.leat("serve", "echo", "-v", "127.0.0.1:0");
        Peer peer = Peer.connect(leat.port())) {
      peer.say("hello");
      assertThat(peer.hear(5)).isEqualTo("hello");
      leat.signal(signal);
      assertThat(peer.hearAll()).isEmpty();
      assertThat(leat.status()).isEqualTo(status);
      // Had it waited for all of its time, it would say that it closed the connection.
      assertThat(leat.err().text()).contains(" connected\n", " left: ").hasLineCount(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsAClientAtOnce(String signal, int status) throws Exception {
    try (ServerSocket server = Peer.listen();
        var leat = LeatProcess.leat("connect", "127.0.0.1:" + server.getLocalPort());
        Peer peer = Peer.accept(server)) {
      peer.say("hello");
      leat.out().await("hello");
      leat.signal(signal);
      assertThat(leat.status()).isEqualTo(status);
      assertThat(leat.err().text()).isEmpty();
    }
  }

  @Test
  void clientsThatAreInTheMidstOfSomethingGetTheirTimeAndASecondSignalCutsItShort()
      throws Exception {
    try (var leat = LeatProcess.leat("serve", "echo", "127.0.0.1:0");
        Peer peer = Peer.connect(leat.port())) {
      peer.say("hello");
      assertThat(peer.hear(5)).isEqualTo("hello");
      long start = System.nanoTime();
      leat.signal("TERM");
      // As long as we speak, it listens.
      while (System.nanoTime() - start < Duration.ofSeconds(1).toNanos()) {
        peer.say("still here ");
        assertThat(peer.hear(11)).isEqualTo("still here ");
      }
      leat.signal("TERM");
      assertThat(leat.status()).isEqualTo(143);
      // Had it waited for all of its time, it would say that it closed the connection.
      assertThat(leat.err().text()).doesNotContain(" closed");
    }
  }

  @Test
  void aServerWhoseInputIsDevNullKeepsServing() throws Exception {
    try (var leat = LeatProcess.leatReading(new File("/dev/null"), "listen", "127.0.0.1:0");
        Peer peer = Peer.connect(leat.port())) {
      peer.say("hello\n");
      leat.out().await("hello\n");
    }
  }

  @Test
  void whoeverReadsItsOutputMayHaveEnough() throws Exception {
    try (ServerSocket server = Peer.listen()) {
      String leat =
          String.join(
              " ", LeatProcess.commandLine("connect", "127.0.0.1:" + server.getLocalPort()));
      try (var shell =
              LeatProcess.of("bash", "-c", leat + " | head -n 1; echo ${PIPESTATUS[0]} >&2");
          Peer peer = Peer.accept(server)) {
        peer.say("one\n");
        shell.out().await("one\n");
        peer.say("two\n");
        shell.err().await("\n");
        assertThat(shell.err().text()).isEqualTo("0\n");
      }
    }
  }

  @Test
  void aFullDiskIsAFailureInOneLine() throws Exception {
    File full = new File("/dev/full");
    assumeTrue(full.exists(), "no /dev/full here");
    try (var leat = LeatProcess.leat("listen", "127.0.0.1:0", "--output", "/dev/full");
        Peer peer = Peer.connect(leat.port())) {
      peer.say("hello\n");
      assertThat(leat.status()).isEqualTo(1);
      assertThat(leat.err().text())
          .endsWith("leat listen: cannot write to /dev/full: No space left on device\n");
    }
  }
}
