package dev.leat.cli.udp;

import static dev.leat.cli.Installed.assumeInstalled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Ports;
import dev.leat.cli.Run;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Leat and the programs that people use already, over UDP. */
@Timeout(120)
class UdpPeersTest {
  static Stream<Arguments> clients() {
    return Stream.of(
        Arguments.of("nc", "nc -u 127.0.0.1 PORT"),
        Arguments.of("ncat", "ncat -u 127.0.0.1 PORT"),
        Arguments.of("socat", "socat -t 20 - UDP4:127.0.0.1:PORT"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void echoesToClients(String program, String command) throws Exception {
    assumeInstalled(program);
    try (Run run = Run.of("serve", "echo", "udp://127.0.0.1:0");
        var client = shell(command, run.port())) {
      client.type("hello\n");
      assertThat(client.out().await("hello\n")).isEqualTo("hello\n");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void hearsClientsAndAnswers(String program, String command) throws Exception {
    assumeInstalled(program);
    try (Run run = Run.of("listen", "udp://127.0.0.1:0", "--reply", "ok\n");
        var client = shell(command, run.port())) {
      client.type("hello\n");
      assertThat(client.out().await("ok\n")).isEqualTo("ok\n");
      assertThat(run.out().await("\n")).isEqualTo("hello\n");
    }
  }

  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of("nc", "nc -u -v -l 127.0.0.1 PORT"),
        Arguments.of("ncat", "ncat -u -v -l 127.0.0.1 PORT"),
        Arguments.of("socat", "socat -d -d -t 20 - UDP4-LISTEN:PORT,bind=127.0.0.1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void conversesWithServers(String program, String command) throws Exception {
    assumeInstalled(program);
    int port = Ports.free();
    try (var server = shell(command, port)) {
      server.err().await(program.equals("nc") ? "ound on" : "istening on");
      try (Run run = Run.onTerminal("connect", "udp://127.0.0.1:" + port)) {
        run.err().await("talking to");
        run.type("from leat\n");
        server.out().await("from leat");
        server.type("welcome\n");
        assertThat(run.out().await("\n")).isEqualTo("welcome\n");
      }
    }
  }

  private static LeatProcess shell(String command, int port) throws IOException {
    return LeatProcess.of("sh", "-c", "exec " + command.replace("PORT", "" + port));
  }
}
