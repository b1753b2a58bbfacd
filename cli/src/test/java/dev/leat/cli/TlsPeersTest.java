package dev.leat.cli;

import static dev.leat.cli.Installed.assumeInstalled;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Leat and the programs by others that speak TLS. */
@Timeout(120)
class TlsPeersTest {
  @TempDir private Path folder;
  private TlsFiles files;

  @BeforeEach
  void makeCertificate() throws Exception {
    files = TlsFiles.forLocalhost(folder);
  }

  private Run echo(String... options) {
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "serve",
                    "echo",
                    "tls://127.0.0.1:0",
                    "--tls-cert",
                    files.certificate().toString(),
                    "--tls-key",
                    files.key().toString()),
                Stream.of(options))
            .toArray(String[]::new);
    return Run.of(arguments);
  }

  private LeatProcess shell(String command, int port) throws IOException {
    return LeatProcess.of(
        "sh",
        "-c",
        "exec "
            + command
                .strip()
                .replace("PORT", "" + port)
                .replace("CERT", files.certificate().toString())
                .replace("KEY", files.key().toString()));
  }

  /** As clients that check the certificate: they send what is typed and print what comes. */
  static Stream<Arguments> clients() {
    String python =
        """
        python3 -c "
        import socket, ssl, sys
        context = ssl.create_default_context(cafile='CERT')
        context.maximum_version = ssl.TLSVersion.%s
        plain = socket.create_connection(('127.0.0.1', PORT))
        s = context.wrap_socket(plain, server_hostname='localhost')
        line = sys.stdin.readline().encode()
        s.sendall(line)
        print(s.recv(2048).decode(), end='', flush=True)
        sys.stdin.read()
        s.unwrap()
        "
        """;
    return Stream.of(
        Arguments.of(
            "openssl",
            "openssl s_client -connect 127.0.0.1:PORT -CAfile CERT -verify_return_error"
                + " -verify_hostname localhost -quiet -no_ign_eof"),
        Arguments.of(
            "openssl",
            "openssl s_client -connect 127.0.0.1:PORT -CAfile CERT -verify_return_error"
                + " -verify_hostname localhost -quiet -no_ign_eof -tls1_2"),
        Arguments.of("ncat", "ncat -4 --ssl-verify --ssl-trustfile CERT localhost PORT"),
        Arguments.of("socat", "socat -t 1 - OPENSSL:localhost:PORT,cafile=CERT,pf=ip4"),
        Arguments.of("python3", python.formatted("TLSv1_3")),
        Arguments.of("python3", python.formatted("TLSv1_2")));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("clients")
  void echoesToClients(String program, String command) throws Exception {
    assumeInstalled(program);
    try (Run run = echo("-v");
        var client = shell(command, run.port())) {
      client.type("hello\n");
      assertThat(client.out().await("hello\n")).isEqualTo("hello\n");
      client.endInput();
      run.err().await("left: ");
      assertThat(run.err().text()).contains("connected by TLSv1.");
      // ncat leaves without a farewell, which might as well be somebody who cuts it off.
      if (!program.equals("ncat")) {
        assertThat(run.err().text()).doesNotContain("broken");
      }
    }
  }

  /** As servers for one client: they send what is typed and print what comes. */
  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of(
            "openssl",
            "openssl s_server -accept 127.0.0.1:PORT -cert CERT -key KEY -naccept 1",
            "ACCEPT"),
        Arguments.of(
            "openssl",
            "openssl s_server -accept 127.0.0.1:PORT -cert CERT -key KEY -naccept 1 -tls1_2",
            "ACCEPT"),
        Arguments.of(
            "ncat", "ncat -v --ssl --ssl-cert CERT --ssl-key KEY -l 127.0.0.1 PORT", "istening on"),
        Arguments.of(
            "socat",
            "socat -d -d -t 5 - OPENSSL-LISTEN:PORT,bind=127.0.0.1,cert=CERT,key=KEY,verify=0",
            "istening on"),
        Arguments.of(
            "python3",
            """
            python3 -c "
            import socket, ssl, sys
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain('CERT', 'KEY')
            server = socket.create_server(('127.0.0.1', PORT))
            print('listening on', PORT, file=sys.stderr, flush=True)
            s = context.wrap_socket(server.accept()[0], server_side=True)
            s.sendall(sys.stdin.readline().encode())
            while data := s.recv(2048):
                sys.stdout.buffer.write(data)
                sys.stdout.flush()
            "
            """,
            "istening on"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("servers")
  void conversesWithServers(String program, String command, String ready) throws Exception {
    assumeInstalled(program);
    int port = Ports.free();
    try (var server = shell("2>&1 " + command, port)) {
      server.out().await(ready);
      String ca = files.certificate().toString();
      try (Run run = Run.piped("connect", "tls://localhost:" + port, "--tls-ca", ca, "-v")) {
        run.type("from leat\n");
        server.type("welcome\n");
        server.out().await("from leat\n");
        assertThat(run.out().await("welcome\n")).isEqualTo("welcome\n");
        assertThat(run.err().text()).contains("secured by TLSv1.").contains("CN=localhost");
      }
    }
  }

  @Test
  void answersARequestForNewKeys() throws Exception {
    try (Run run = echo();
        var client =
            shell("openssl s_client -connect 127.0.0.1:PORT -CAfile CERT -tls1_3", run.port())) {
      client.type("before\n");
      client.out().await("before\n");
      for (int i = 0; i < 3; i++) {
        long lines = client.err().text().lines().count();
        client.type("K\n");
        client.err().awaitLines((int) lines + 1);
        client.type("after " + i + "\n");
        client.out().await("after " + i + "\n");
      }
      client.type("Q\n");
    }
  }

  @Test
  void refusesAnotherHandshakeOnTheOlderVersion() throws Exception {
    try (Run run = echo("-v");
        var client =
            shell("openssl s_client -connect 127.0.0.1:PORT -CAfile CERT -tls1_2", run.port())) {
      client.type("before\n");
      client.out().await("before\n");
      client.type("R\n");
      run.err().await("asks for another handshake, which is refused");
    }
  }

  @Test
  void knowsItsClientsWhereItAsksForTheirCertificates() throws Exception {
    TlsFiles miller = TlsFiles.make(folder, "miller", "DNS:miller");
    String trusted = miller.certificate().toString();
    String s_client = "openssl s_client -connect 127.0.0.1:PORT -CAfile CERT -quiet -no_ign_eof";
    try (Run run = echo("-v", "--tls-client-ca", trusted)) {
      String own = " -cert " + miller.certificate() + " -key " + miller.key();
      try (var client = shell(s_client + own, run.port())) {
        client.type("hello\n");
        client.out().await("hello\n");
        run.err().await("the peer is CN=miller");
      }
      try (var stranger = shell(s_client, run.port())) {
        run.err().await("refused: the client has shown no certificate");
        stranger.err().await("alert certificate required");
      }
    }
  }

  @Test
  void showsItsCertificateToServersThatAsk() throws Exception {
    TlsFiles miller = TlsFiles.make(folder, "miller", "DNS:miller");
    int port = Ports.free();
    String server =
        "2>&1 openssl s_server -accept 127.0.0.1:PORT -cert CERT -key KEY -naccept 2 -Verify 1"
            + " -verify_return_error -CAfile "
            + miller.certificate();
    try (var asking = shell(server, port)) {
      asking.out().await("ACCEPT");
      String ca = files.certificate().toString();
      Run stranger = Run.toTheEnd("connect", "tls://localhost:" + port, "--tls-ca", ca);
      assertThat(stranger.status()).isEqualTo(1);
      assertThat(stranger.err().text())
          .contains("the server asks for a client certificate (--tls-cert FILE");
      try (Run run =
          Run.piped(
              "connect",
              "tls://localhost:" + port,
              "--tls-ca",
              ca,
              "--tls-cert",
              miller.certificate().toString(),
              "--tls-key",
              miller.key().toString())) {
        run.type("it is me\n");
        asking.out().await("it is me\n");
      }
    }
  }
}
