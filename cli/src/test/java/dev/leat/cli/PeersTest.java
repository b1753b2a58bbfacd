package dev.leat.cli;

import static dev.leat.cli.Installed.assumeInstalled;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Leat and the programs that people use already. */
class PeersTest {
  /** As clients: they send their standard input and print what comes. */
  static Stream<Arguments> clients() {
    return Stream.of(
        Arguments.of("nc", "nc -N 127.0.0.1 PORT"),
        Arguments.of("ncat", "ncat 127.0.0.1 PORT"),
        Arguments.of("socat", "socat -t 5 - TCP4:127.0.0.1:PORT"),
        Arguments.of(
            "python3",
            """
            python3 -c "
            import socket, sys
            s = socket.create_connection(('127.0.0.1', PORT))
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
    try (Run run = Run.of("serve", "echo", "127.0.0.1:0");
        var client = shell(command, run.port())) {
      client.type("hello\nno end");
      client.endInput();
      assertThat(client.status()).isZero();
      assertThat(client.out().await("no end")).isEqualTo("hello\nno end");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void hearsClients(String program, String command) throws Exception {
    assumeInstalled(program);
    try (Run run = Run.of("listen", "127.0.0.1:0", "--reply", "ok");
        var client = shell(command, run.port())) {
      client.type("hello\nno end");
      client.endInput();
      assertThat(client.status()).isZero();
      assertThat(run.out().text()).isEqualTo("hello\nno end\n");
      assertThat(client.out().await("ok\nok\n")).isEqualTo("ok\nok\n");
    }
  }

  /** As servers for one client: they send their standard input and print what comes. */
  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of("nc", "nc -N -v -l 127.0.0.1 PORT"),
        Arguments.of("ncat", "ncat -v -l 127.0.0.1 PORT"),
        Arguments.of("socat", "socat -d -d -t 5 - TCP4-LISTEN:PORT,bind=127.0.0.1"),
        Arguments.of(
            "python3",
            """
            python3 -c "
            import socket, sys
            server = socket.create_server(('127.0.0.1', PORT))
            print('listening on', PORT, file=sys.stderr, flush=True)
            s, _ = server.accept()
            s.sendall(sys.stdin.buffer.read())
            while data := s.recv(2048): sys.stdout.buffer.write(data)
            "
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void conversesWithServers(String program, String command) throws Exception {
    assumeInstalled(program);
    int port = Ports.free();
    try (var server = shell(command, port)) {
      server.err().await("istening on");
      try (Run run = Run.piped("connect", "127.0.0.1:" + port)) {
        run.type("from leat\n");
        run.endInput();
        server.type("welcome\n");
        server.endInput();
        assertThat(run.status()).isZero();
        assertThat(server.status()).isZero();
        assertThat(run.out().text()).isEqualTo("welcome\n");
        assertThat(server.out().await("\n")).isEqualTo("from leat\n");
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void sendsToServers(String program, String command) throws Exception {
    assumeInstalled(program);
    int port = Ports.free();
    try (var server = shell(command, port)) {
      server.endInput();
      server.err().await("istening on");
      Run run = Run.toTheEnd("send", "127.0.0.1:" + port, "one", "two");
      assertThat(run.status()).isZero();
      assertThat(server.status()).isZero();
      assertThat(server.out().await("two\n")).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void aPersonWithNcMayLeaveWithoutAWord() throws Exception {
    assumeInstalled("nc");
    try (Run run = Run.of("serve", "echo", "127.0.0.1:0", "-v")) {
      try (var client = shell("nc 127.0.0.1 PORT", run.port())) {
        run.err().await("connected");
        client.signal("INT");
      }
      run.err().await("left");
      try (Peer peer = Peer.connect(run.port())) {
        peer.say("x");
        assertThat(peer.hear(1)).isEqualTo("x");
      }
    }
  }

  private static LeatProcess shell(String command, int port) throws IOException {
    return LeatProcess.of("sh", "-c", "exec " + command.strip().replace("PORT", "" + port));
  }
}
