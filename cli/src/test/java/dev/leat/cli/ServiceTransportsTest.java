package dev.leat.cli;

import static dev.leat.cli.Installed.assumeInstalled;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each service on each transport, with the programs that people use on it. */
@Timeout(120)
class ServiceTransportsTest {
  private static final String TLS_IN_PYTHON =
      """
      python3 -c "
      import socket, ssl, sys
      context = ssl.create_default_context(cafile='CERT')
      plain = socket.create_connection(('127.0.0.1', PORT))
      s = context.wrap_socket(plain, server_hostname='localhost')
      s.sendall(bytes.fromhex('DATA_IN_HEX'))
      if HEARD == 0:
          s.unwrap()
      while data := s.recv(2048):
          print(data.decode(), end='', flush=True)
      "
      """;

  @TempDir private Path folder;

  /** What a client says, and what it hears then. */
  enum Service {
    ECHO("hello\n", "hello\n"),
    WELCOME("", "welcome to the server!"),
    GREET("Ada\n", "hi Ada\n"),
    LOGIN("admin\nsecret\n", "hello admin, welcome to the server\n"),
    COMMAND("x\n", "wrong option selected\n"),
    CLOCK("", "22        Welcome to the server!"),
    HUB("hello~\n", "from the operator~"),
    DISCARD("hello\n", "");

    private final String said;
    private final String heard;

    Service(String said, String heard) {
      this.said = said;
      this.heard = heard;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static Stream<Arguments> onEach(List<String> programs, List<String> commands) {
    List<Arguments> all = new ArrayList<>();
    for (Service service : Service.values()) {
      for (int i = 0; i < programs.size(); i++) {
        all.add(Arguments.of(service, programs.get(i), commands.get(i)));
      }
    }
    return all.stream();
  }

  static Stream<Arguments> unixClients() {
    return onEach(
        List.of("nc.openbsd", "socat"),
        List.of("nc.openbsd -N -U SOCKET", "socat -t 20 - UNIX-CONNECT:SOCKET"));
  }

  static Stream<Arguments> tlsClients() {
    return onEach(
        List.of("openssl", "python3"),
        List.of(
            "openssl s_client -connect 127.0.0.1:PORT -CAfile CERT -quiet -no_ign_eof",
            TLS_IN_PYTHON));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("unixClients")
  void onAUnixSocket(Service service, String program, String command) throws Exception {
    assumeInstalled(program);
    Path socket = folder.resolve("s");
    try (Run run = start(service, "unix:" + socket)) {
      run.err().await("listening on unix:" + socket);
      converse(service, run, command.replace("SOCKET", socket.toString()));
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("tlsClients")
  void overTls(Service service, String program, String command) throws Exception {
    assumeInstalled(program);
    TlsFiles files = TlsFiles.forLocalhost(folder);
    String certificate = files.certificate().toString();
    String key = files.key().toString();
    try (Run run =
        start(service, "tls://127.0.0.1:0", "--tls-cert", certificate, "--tls-key", key)) {
      converse(
          service,
          run,
          command.replace("PORT", Integer.toString(run.port())).replace("CERT", certificate));
    }
  }

  /** The other services need to know whom they talk with. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ECHO")
  void datagramsAreForEchoAlone(Service service) throws Exception {
    List<String> words = words(service, "udp://127.0.0.1:0");
    Run run = Run.toTheEnd(words.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text())
        .startsWith("leat serve " + service.word() + ": udp://127.0.0.1:0 has datagrams")
        .hasLineCount(1)
        .contains("leat serve echo udp://")
        .contains("leat listen udp://");
  }

  @Test
  void datagramsGoToEchoByNc() throws Exception {
    assumeInstalled("nc.openbsd");
    try (Run run = Run.of("serve", "echo", "udp://127.0.0.1:0");
        var client = shell("nc.openbsd -u 127.0.0.1 " + run.port())) {
      client.type("hello\n");
      client.out().await("hello\n");
    }
  }

  private Run start(Service service, String endpoint, String... options) throws Exception {
    List<String> words = words(service, endpoint);
    words.addAll(List.of(options));
    String[] arguments = words.toArray(String[]::new);
    return service == Service.HUB ? Run.piped(arguments) : Run.of(arguments);
  }

  private List<String> words(Service service, String endpoint) throws Exception {
    List<String> words = new ArrayList<>(List.of("serve", service.word(), endpoint));
    if (service == Service.LOGIN) {
      words.addAll(List.of("--users", users().toString()));
    } else if (service == Service.DISCARD) {
      words.add("-v");
    }
    return words;
  }

  private Path users() throws Exception {
    Path users = folder.resolve("users.txt");
    if (!Files.exists(users)) {
      try (Run add =
          Run.piped("serve", "login", "--users", users.toString(), "--add-user", "admin")) {
        add.type("secret\n");
        assertThat(add.status()).isZero();
      }
    }
    return users;
  }

  private static void converse(Service service, Run run, String command) throws Exception {
    String hex = HexFormat.of().formatHex(service.said.getBytes(StandardCharsets.UTF_8));
    String length = Integer.toString(service.heard.length());
    try (var client = shell(command.replace("DATA_IN_HEX", hex).replace("HEARD", length))) {
      if (!command.contains("DATA_IN_HEX")) {
        client.type(service.said);
      }
      if (service == Service.HUB) {
        run.out().await("hello");
        run.type("from the operator\n");
      }
      client.out().await(service.heard);
      if (service == Service.DISCARD) {
        client.endInput();
        run.err().await("left: 6 bytes received");
        run.stop();
        run.err().await("discarded 6 bytes from 1 client");
        assertThat(client.out().text()).isEmpty();
      } else if (service == Service.WELCOME || service == Service.LOGIN) {
        assertThat(client.out().text()).isEqualTo(service.heard);
      }
    }
  }

  private static LeatProcess shell(String command) throws IOException {
    return LeatProcess.of("sh", "-c", "exec " + command.strip());
  }
}
