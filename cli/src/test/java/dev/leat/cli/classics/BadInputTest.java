package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Peer;
import dev.leat.cli.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What services are sent by those who mean harm, or know no better; and who else is served. */
@Timeout(120)
class BadInputTest {
  private static final int SILENT = 10_000;

  @TempDir static Path folder;

  /** How one asks a service for something, and what it answers. */
  record Good(String service, String question, String answer, List<String> options) {
    Good(String service, String question, String answer, String... options) {
      this(service, question, answer, List.of(options));
    }

    @Override
    public String toString() {
      return service;
    }

    Run serve() throws Exception {
      List<String> words = new ArrayList<>(List.of("serve", service, "127.0.0.1:0"));
      words.addAll(options);
      return Run.of(words.toArray(String[]::new));
    }

    void isServed(int port) throws IOException {
      try (Peer peer = Peer.connect(port)) {
        peer.say(question);
        assertThat(peer.hear(answer.length())).isEqualTo(answer);
      }
    }
  }

  static Stream<Good> services() throws Exception {
    String users = folder.resolve("users.txt").toString();
    try (Run add = Run.piped("serve", "login", "--users", users, "--add-user", "admin")) {
      add.type("secret\n");
      assertThat(add.status()).isZero();
    }
    return Stream.of(
        new Good("echo", "x", "x"),
        new Good("echo", "1:x,", "1:x,", "--framing", "netstring"),
        new Good("welcome", "", "welcome to the server!"),
        new Good("greet", "Ann\n", "hi Ann\n"),
        new Good(
            "login", "admin\nsecret\n", "hello admin, welcome to the server\n", "--users", users),
        new Good("command", "x\n", "wrong option selected\n"),
        new Good("clock", "", "22        Welcome to the server!"),
        new Good("hub", "x~", "", "--everyone"),
        new Good("discard", "x", ""));
  }

  @ParameterizedTest
  @MethodSource("services")
  void noneOfItDisturbsTheOthers(Good good) throws Exception {
    try (Run server = good.serve()) {
      int port = server.port();
      try (Peer silent = Peer.connect(port);
          Peer begun = Peer.connect(port)) {
        begun.say("the beginning of");
        Peer.connect(port).close();
        Peer.connect(port).reset();
        earlyClose(port);
        binary(port);
        endless(port);
        good.isServed(port);
        assertThat(silent.port()).isPositive();
      }
      assertThat(server.err().text()).doesNotContain("Exception", "should not have happened");
    }
  }

  private static void earlyClose(int port) throws IOException {
    try (Peer peer = Peer.connect(port)) {
      peer.say("half of someth");
      peer.finish();
    }
    try (Peer peer = Peer.connect(port)) {
      peer.say("half of someth");
      peer.reset();
    }
  }

  private static void binary(int port) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(256);
    for (int i = 255; i >= 0; i--) {
      bytes.put((byte) i);
    }
    try (var channel = SocketChannel.open(local(port))) {
      channel.write(bytes.flip());
      channel.shutdownOutput();
    }
  }

  /** Three mebibytes without an end of anything; the server may have had enough before. */
  private static void endless(int port) throws IOException {
    try (var channel = SocketChannel.open(local(port))) {
      channel.configureBlocking(false);
      ByteBuffer bytes = ByteBuffer.allocate(3 << 20);
      while (bytes.hasRemaining()) {
        bytes.put((byte) 'x');
      }
      bytes.flip();
      for (int i = 0; i < 1000 && bytes.hasRemaining(); i++) {
        if (channel.write(bytes) == 0) {
          Thread.onSpinWait();
        }
      }
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("Broken pipe|Connection reset.*");
    }
  }

  @Test
  void aNameThatNeverEndsIsRefusedAtTheLimit() throws Exception {
    try (Run server = Run.of("serve", "greet", "127.0.0.1:0", "--max-message", "1000B");
        Peer peer = Peer.connect(server.port())) {
      peer.say("x".repeat(2000));
      assertThat(peer.hearAll()).contains("1000");
      server.err().await("closed: ");
    }
  }

  @Test
  void tenThousandWhoSayNothingAreInNobodysWay() throws Exception {
    var whole = new Good("greet", "Ann\n", "hi Ann\n");
    var part = new Good("greet", "Ann", "hi Ann");
    List<SocketChannel> silent = new ArrayList<>();
    try (LeatProcess server = LeatProcess.leat("serve", "greet", "127.0.0.1:0")) {
      int port = server.port();
      try (Peer before = Peer.connect(port)) {
        before.say("Bob\n");
        assertThat(before.hear(7)).isEqualTo("hi Bob\n");
        for (int i = 0; i < SILENT; i++) {
          SocketChannel channel = SocketChannel.open(local(port));
          channel.setOption(StandardSocketOptions.SO_LINGER, 0); // gone without a trace
          silent.add(channel);
        }
        whole.isServed(port);
        part.isServed(port);
        before.say("Eve\n");
        assertThat(before.hear(7)).isEqualTo("hi Eve\n");
      } finally {
        for (SocketChannel channel : silent) {
          channel.close();
        }
      }
      whole.isServed(port);
      server.err().await("closed: it had said nothing, and others were waiting");
    }
  }

  @Test
  void nobodyElsewhereHasAllPlacesAlone() throws Exception {
    try (Run server = Run.of("serve", "hub", "*:0", "--max-clients", "3");
        Peer first = Peer.connect(server.port());
        Peer second = Peer.connect(server.port())) {
      first.say("1~");
      second.say("2~");
      server.out().await("2\n");
      assertThat(Peer.connect(server.port()).hearAll()).isEmpty();
      server.err().await("refused: more than 2 connections from this address");
    }
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }
}
