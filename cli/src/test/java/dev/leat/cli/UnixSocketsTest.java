package dev.leat.cli;

import static dev.leat.cli.Installed.assumeInstalled;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
@EnabledOnOs({OS.LINUX, OS.MAC})
class UnixSocketsTest {
  @TempDir private Path directory;

  private String path;
  private String endpoint;

  @BeforeEach
  void name() {
    path = directory.resolve("s").toString();
    endpoint = "unix:" + path;
  }

  private Run listening(String... arguments) throws Exception {
    Run run = Run.of(arguments);
    run.err().await("listening on " + endpoint + "\n");
    return run;
  }

  @Test
  void feedsAndConnects() throws Exception {
    try (Run feed = listening("feed", endpoint, "--line", "hello", "--count", "3");
        Run run = Run.of("connect", endpoint, "--no-stdin", "--count", "1")) {
      run.out().await("hello\n");
      assertThat(feed.err().text()).doesNotContain("this machine only");
    }
    assertThat(Path.of(path)).doesNotExist();
  }

  @Test
  void listensAndSends() throws Exception {
    try (Run run = listening("listen", endpoint, "--prefix", "--reply", "ok", "-v")) {
      Run send = Run.toTheEnd("send", endpoint, "hello", "5", "--expect", "2");
      assertThat(send.status()).isZero();
      assertThat(send.out().text()).isEqualTo("ok\nok\n");
      assertThat(run.out().await("5\n")).isEqualTo(endpoint + ": hello\n" + endpoint + ": 5\n");
      String user = Files.getOwner(directory).getName();
      run.err().await(endpoint + " connected (user " + user + ")");
    }
  }

  @Test
  void letsInWhoeverTheModeAllows() throws Exception {
    try (Run run = Run.of("serve", "echo", endpoint + "?mode=660")) {
      run.err().await("listening on " + endpoint + "\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(path))))
          .isEqualTo("rw-rw----");
    }
    try (Run run = Run.of("feed", endpoint + "?mode=606&framing=nul")) {
      run.err().await("listening on " + endpoint + "\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(path))))
          .isEqualTo("rw----rw-");
    }
  }

  @Test
  void theSecondServerIsRefusedAndAStaleFileIsNotInTheWay() throws Exception {
    try (var gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      gone.bind(UnixDomainSocketAddress.of(path));
    }
    try (Run run = listening("serve", "echo", endpoint)) {
      Run second = Run.toTheEnd("listen", endpoint);
      assertThat(second.status()).isEqualTo(1);
      assertThat(run.out().text()).isEmpty();
      assertThat(second.err().text())
          .isEqualTo(
              "leat listen: cannot listen on %s: another server listens there\n"
                  .formatted(endpoint));
      Run send = Run.toTheEnd("send", endpoint, "still there", "--expect", "1");
      assertThat(send.out().text()).isEqualTo("still there\n");
    }
  }

  @Test
  void aServerThatIsKilledLeavesAFileThatIsNotInTheWay() throws Exception {
    try (var killed = LeatProcess.leat("serve", "echo", endpoint)) {
      killed.err().await("listening on " + endpoint);
    }
    try (Run run = listening("serve", "echo", endpoint)) {
      Run send = Run.toTheEnd("send", endpoint, "new", "--expect", "1");
      assertThat(send.out().text()).isEqualTo("new\n");
      assertThat(run.err().text()).doesNotContain("closed");
    }
  }

  @Test
  void asAProcessItRemovesItsFileWhenItIsEnded() throws Exception {
    try (var leat = LeatProcess.leat("listen", endpoint)) {
      leat.err().await("listening on " + endpoint);
      leat.signal("TERM");
      assertThat(leat.status()).isEqualTo(143);
      assertThat(Path.of(path)).doesNotExist();
    }
  }

  @Test
  void relaysBetweenTwoOfThem() throws Exception {
    String front = "unix:" + directory.resolve("front");
    try (Run echo = listening("serve", "echo", endpoint);
        Run relay = Run.of("relay", "listen+" + front, endpoint)) {
      relay.err().await("listening on " + front + "\n");
      Run send = Run.toTheEnd("send", front, "there", "and back", "--expect", "2");
      assertThat(send.status()).isZero();
      assertThat(send.out().text()).isEqualTo("there\nand back\n");
      assertThat(echo.err().text()).isEqualTo("listening on " + endpoint + "\n");
    }
  }

  @Test
  void relaysBetweenTheProgramsOfOthers() throws Exception {
    assumeInstalled("socat");
    assumeInstalled("nc");
    Path front = directory.resolve("front");
    try (var server = shell("socat -d -d UNIX-LISTEN:SOCKET EXEC:cat")) {
      server.err().await("istening on");
      try (Run relay = Run.of("relay", "listen+unix:" + front, endpoint)) {
        relay.err().await("listening on unix:" + front + "\n");
        try (var client = LeatProcess.of("nc", "-N", "-U", front.toString())) {
          client.type("there and back\n");
          client.endInput();
          assertThat(client.status()).isZero();
          assertThat(client.out().text()).isEqualTo("there and back\n");
        }
      }
    }
  }

  @Test
  void relaysFromAndToTcp() throws Exception {
    try (Run echo = Run.of("serve", "echo", "127.0.0.1:0");
        Run in = listening("relay", "listen+" + endpoint, "127.0.0.1:" + echo.port());
        Run out = Run.of("relay", "listen+tcp://127.0.0.1:0", endpoint)) {
      Run send = Run.toTheEnd("send", "127.0.0.1:" + out.port(), "hello", "--expect", "1");
      assertThat(send.status()).isZero();
      assertThat(send.out().text()).isEqualTo("hello\n");
      assertThat(in.err().text()).isEqualTo("listening on " + endpoint + "\n");
    }
  }

  @Test
  void whatIsWrongIsSaid() throws Exception {
    Run run = Run.toTheEnd("listen", "unix:/" + "x".repeat(120));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).contains("has at most 106 bytes, and this one has 121");
    run = Run.toTheEnd("connect", endpoint);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text())
        .isEqualTo(
            "leat connect: cannot connect to %s: no such file or directory (is a server listening there?)\n"
                .formatted(endpoint));
    run = Run.toTheEnd("listen", endpoint + "?mode=8");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).contains("mode must be three octal digits");
  }

  // Others

  static Stream<Arguments> clients() {
    return Stream.of(
        Arguments.of("nc", "nc -N -U SOCKET"),
        Arguments.of("ncat", "ncat -U SOCKET"),
        Arguments.of("socat", "socat -t 5 - UNIX-CONNECT:SOCKET"),
        Arguments.of(
            "python3",
            """
            python3 -c "
            import socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.connect('SOCKET')
            s.sendall(sys.stdin.buffer.read())
            s.shutdown(socket.SHUT_WR)
            while data := s.recv(2048): sys.stdout.buffer.write(data)
            "
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void echoesToClients(String program, String command) throws Exception {
    assumeInstalled(program);
    try (Run run = listening("serve", "echo", endpoint);
        var client = shell(command)) {
      client.type("hello\nno end");
      client.endInput();
      assertThat(client.status()).isZero();
      assertThat(client.out().await("no end")).isEqualTo("hello\nno end");
      assertThat(run.err().text()).isEqualTo("listening on " + endpoint + "\n");
    }
  }

  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of("nc", "nc -N -l -U SOCKET"),
        Arguments.of("ncat", "ncat -l -U SOCKET"),
        Arguments.of("socat", "socat -t 5 - UNIX-LISTEN:SOCKET"),
        Arguments.of(
            "python3",
            """
            python3 -c "
            import socket, sys
            server = socket.socket(socket.AF_UNIX)
            server.bind('SOCKET')
            server.listen()
            s, _ = server.accept()
            sys.stdout.buffer.write(s.recv(2048))
            sys.stdout.flush()
            s.sendall(sys.stdin.buffer.read())
            "
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void conversesWithServers(String program, String command) throws Exception {
    assumeInstalled(program);
    try (var server = shell(command);
        // It may not listen yet, and not all of them say when they do.
        Run run = Run.piped("connect", endpoint, "--reconnect", "--max-wait", "50ms")) {
      run.type("from leat\n");
      run.err().await("connected to " + endpoint);
      assertThat(server.out().await("\n")).isEqualTo("from leat\n");
      server.type("welcome\n");
      server.endInput();
      assertThat(run.out().await("\n")).isEqualTo("welcome\n");
    }
  }

  private LeatProcess shell(String command) throws IOException {
    return LeatProcess.of("sh", "-c", "exec " + command.strip().replace("SOCKET", path));
  }
}
