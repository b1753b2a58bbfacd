package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import dev.leat.net.Server;
import dev.leat.net.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command over TLS, both sides being Leat. */
@Timeout(120)
class TlsTest {
  private static final Pattern FINGERPRINT = Pattern.compile("--tls-ca (sha256:[0-9a-f]{64})\n");

  @TempDir private Path folder;

  private static String fingerprint(Run server) throws InterruptedException {
    Matcher matcher = FINGERPRINT.matcher(server.err().await("--tls-ca sha256:"));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Test
  void aSelfSignedServerSaysHowToTrustIt() throws Exception {
    try (Run server = Run.of("serve", "echo", "tls://localhost:0", "--tls-self-signed")) {
      assertThat(server.err().await("--tls-ca"))
          .contains("listening on tls://127.0.0.1:" + server.port() + " (this machine only;")
          .contains("self-signed certificate with the SHA-256 fingerprint ");
      Run send =
          Run.toTheEnd(
              "send",
              "tls://localhost:" + server.port(),
              "hello",
              "--expect",
              "1",
              "--tls-ca",
              fingerprint(server));
      assertThat(send.err().text()).isEmpty();
      assertThat(send.out().text()).isEqualTo("hello\n");
      assertThat(send.status()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"connect", "record", "relay"})
  void whatTryingAgainCannotMendIsNotTriedAgain(String command) throws Exception {
    try (Run server = Run.of("serve", "echo", "tls://localhost:0", "--tls-self-signed")) {
      List<String> words = new ArrayList<>(List.of(command, "tls://localhost:" + server.port()));
      words.add("--reconnect");
      switch (command) {
        case "record" -> words.add(folder.resolve("store").toString());
        case "relay" -> words.addAll(List.of("--share", "listen+tcp://127.0.0.1:0"));
        default -> words.add("--no-stdin");
      }
      Run run = Run.toTheEnd(words.toArray(String[]::new));
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text())
          .contains("no TLS with tls://localhost:", "signed by itself")
          .doesNotContain("trying again");
    }
  }

  @Test
  void aServerThatRefusesItsClientIsNotAskedAgain() throws Exception {
    TlsFiles files = TlsFiles.forLocalhost(folder);
    TlsFiles miller = TlsFiles.make(folder, "miller", "DNS:miller");
    try (Run server =
            Run.of(
                "serve",
                "echo",
                "tls://localhost:0",
                "--tls-cert",
                files.certificate().toString(),
                "--tls-key",
                files.key().toString(),
                "--tls-client-ca",
                miller.certificate().toString());
        Run run =
            Run.piped(
                "connect",
                "tls://localhost:" + server.port(),
                "--reconnect",
                "--tls-ca",
                files.certificate().toString())) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).contains("the server asks for a client certificate");
    }
  }

  @Test
  void whoHasNotBeenToldTheFingerprintIsToldWhatToTry() throws Exception {
    try (Run server = Run.of("serve", "echo", "tls://localhost:0", "--tls-self-signed")) {
      String endpoint = "tls://localhost:" + server.port();
      Run connect = Run.toTheEnd("connect", endpoint);
      assertThat(connect.status()).isEqualTo(1);
      assertThat(connect.err().text())
          .isEqualTo(
              "leat connect: no TLS with %s: the certificate of CN=localhost is signed by itself"
                      .formatted(endpoint)
                  + " alone, with the SHA-256 fingerprint "
                  + fingerprint(server).substring(7)
                  + " (if it is the right one, --tls-ca sha256:FINGERPRINT trusts it, or --tls-ca"
                  + " FILE)\n");
      server.err().await("refused: the client does not accept the certificate of this side");
    }
  }

  @Test
  void whoDoesNotCheckIsWarned() throws Exception {
    try (Run server = Run.of("serve", "echo", "tls://localhost:0", "--tls-self-signed")) {
      String endpoint = "tls://localhost:" + server.port();
      Run send = Run.toTheEnd("send", endpoint, "hello", "--expect", "1", "--tls-insecure");
      assertThat(send.out().text()).isEqualTo("hello\n");
      assertThat(send.err().text()).contains("has not been checked (--tls-insecure)");
    }
  }

  @Test
  void aFeedIsReadOverTls() throws Exception {
    TlsFiles files = TlsFiles.forLocalhost(folder);
    Path numbers = folder.resolve("numbers.txt");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines.append("line number ").append(i).append('\n');
    }
    Files.writeString(numbers, lines);
    try (Run feed =
        Run.of(
            "feed",
            "tls://localhost:0",
            "--file",
            numbers.toString(),
            "--exit-at-end",
            "--tls-cert",
            files.certificate().toString(),
            "--tls-key",
            files.key().toString())) {
      Run connect =
          Run.toTheEnd(
              "connect",
              "tls://localhost:" + feed.port(),
              "--tls-ca",
              files.certificate().toString());
      assertThat(connect.status()).isZero();
      assertThat(connect.out().text()).isEqualTo(lines.toString());
      assertThat(feed.status()).isZero();
    }
  }

  @Test
  void manySendToAListener() throws Exception {
    TlsFiles files = TlsFiles.forLocalhost(folder);
    try (Run listen =
        Run.of(
            "listen",
            "tls://localhost:0",
            "--tls-cert",
            files.certificate().toString(),
            "--tls-key",
            files.key().toString())) {
      for (int i = 0; i < 3; i++) {
        Run send =
            Run.toTheEnd(
                "send",
                "tls://localhost:" + listen.port(),
                "message " + i,
                "--tls-ca",
                files.certificate().toString());
        assertThat(send.err().text()).isEmpty();
        assertThat(send.status()).isZero();
      }
      listen.out().await("message 2\n");
      assertThat(listen.out().text()).isEqualTo("message 0\nmessage 1\nmessage 2\n");
    }
  }

  @Test
  void aPlainClientIsTurnedAwayInWords() throws Exception {
    try (Run server = Run.of("serve", "echo", "tls://127.0.0.1:0", "--tls-self-signed");
        Peer peer = Peer.connect(server.port())) {
      peer.say("hello\n");
      assertThat(peer.hearAll()).as("an alert").isEqualTo("\025\003\003\000\002\002F");
      server.err().await("refused: the client does not speak TLS");
    }
  }

  @Test
  void aPlainServerIsNamedAsSuch() throws Exception {
    try (Run feed = Run.of("feed", "127.0.0.1:0", "--line", "hello", "--every", "10ms")) {
      Run connect = Run.toTheEnd("connect", "tls://127.0.0.1:" + feed.port());
      assertThat(connect.status()).isEqualTo(1);
      assertThat(connect.err().text())
          .endsWith("the server does not speak TLS (tcp:// speaks without TLS)\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect",
        "connect --framing lines",
        "connect --framing header:10",
        "send",
        "send --expect 1",
        "send --expect 1 --framing u16be"
      })
  void aServerThatSpeaksTlsIsNamedAsSuch(String command) throws Exception {
    try (Run server = Run.of("serve", "echo", "tls://127.0.0.1:0", "--tls-self-signed");
        Run run = Run.piped((command + " tcp://127.0.0.1:" + server.port()).split(" "))) {
      run.type("hello\n");
      run.endInput();
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text())
          .isEqualTo(
              "leat %s: tcp://127.0.0.1:%2$d speaks TLS: write tls://127.0.0.1:%2$d\n"
                  .formatted(command.replaceAll(" .*", ""), server.port()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve echo",
        "serve discard",
        "serve hub",
        "listen",
        "feed --line hello --every 10ms",
        "relay --framing lines listen+ENDPOINT udp://127.0.0.1:9"
      })
  void aPlainServerSaysThatAClientSpeaksTls(String command) throws Exception {
    String words = command.contains("ENDPOINT") ? command : command + " ENDPOINT";
    try (Run server = Run.of(words.replace("ENDPOINT", "tcp://127.0.0.1:0").split(" "));
        Run client = Run.of("connect", "tls://127.0.0.1:" + server.port(), "--tls-insecure")) {
      assertThat(client.out().text()).isEmpty();
      assertThat(server.err().await("speaks TLS"))
          .containsPattern(
              "tcp://127\\.0\\.0\\.1:\\d+ speaks TLS, and tcp://127\\.0\\.0\\.1:%1$d does not:"
                  .formatted(server.port()))
          .contains("serve tls://127.0.0.1:" + server.port() + " (--tls-cert FILE");
    }
  }

  @Test
  void aRelayOfBytesPassesTlsOn() throws Exception {
    try (Run server = Run.of("serve", "echo", "tls://127.0.0.1:0", "--tls-self-signed");
        Run relay = Run.of("relay", "listen+tcp://127.0.0.1:0", "127.0.0.1:" + server.port())) {
      Run send =
          Run.toTheEnd(
              "send",
              "tls://localhost:" + relay.port(),
              "hello",
              "--expect",
              "1",
              "--tls-ca",
              fingerprint(server));
      assertThat(send.out().text()).isEqualTo("hello\n");
      assertThat(relay.err().text()).doesNotContain("speaks TLS");
    }
  }

  @Test
  void aRelayThatDoesNotCheckSaysSoOnce() throws Exception {
    try (Run server = Run.of("serve", "echo", "tls://127.0.0.1:0", "--tls-self-signed");
        Run relay =
            Run.of(
                "relay",
                "--tls-insecure",
                "listen+tcp://127.0.0.1:0",
                "tls://localhost:" + server.port())) {
      for (int i = 0; i < 2; i++) {
        Run send = Run.toTheEnd("send", "" + relay.port(), "hello", "--expect", "1");
        assertThat(send.out().text()).isEqualTo("hello\n");
      }
      assertThat(relay.err().text()).containsOnlyOnce("has not been checked (--tls-insecure)");
    }
  }

  @Test
  void whoHasFinishedHearsTheAnswerOfAServerWhoseTlsKnowsNoHalfClose() throws Exception {
    CountDownLatch finished = new CountDownLatch(1);
    try (Server old = oldServer();
        Run relay = relayTo(old);
        Peer client = Peer.connect(relay.port())) {
      old.start(connection -> {
        connection.receive();
        finished.await();
        connection.send("answer");
      });
      client.say("question\n");
      client.finish();
      finished.countDown();
      assertThat(client.hearAll()).isEqualTo("answer\n");
      assertThat(relay.err().text()).doesNotContain("cannot be finished");
    }
  }

  @Test
  void aServerWhoseTlsKnowsNoHalfCloseMayFinishFirst() throws Exception {
    try (Server old = oldServer();
        Run relay = relayTo(old);
        Peer client = Peer.connect(relay.port())) {
      old.start(connection -> connection.send("welcome"));
      assertThat(client.hearAll()).isEqualTo("welcome\n");
      client.finish();
      assertThat(relay.err().text()).doesNotContain("cannot be finished");
    }
  }

  private Server oldServer() throws Exception {
    TlsFiles files = TlsFiles.forLocalhost(folder);
    Tls tls =
        Tls.standard().identity(files.certificate(), files.key()).protocols(List.of("TLSv1.2"));
    return Server.at("tls://localhost:0")
        .framing(Framing.lines())
        .options(options -> options.tls(tls))
        .bind();
  }

  private Run relayTo(Server server) throws Exception {
    return Run.of(
        "relay",
        "listen+tcp://127.0.0.1:0",
        "tls://localhost:" + server.port(),
        "--tls-ca",
        folder.resolve("localhost.pem").toString());
  }

  @Test
  void filesThatAreNotThereAreNamed() throws Exception {
    Run serve = Run.toTheEnd("serve", "echo", "tls://localhost:0", "--tls-cert", "none.pem");
    assertThat(serve.status()).isEqualTo(1);
    assertThat(serve.err().text())
        .isEqualTo(
            "leat serve echo: cannot listen on tls://localhost:0: there is no file none.pem\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serve echo --tls-self-signed | --tls-self-signed is for TLS: write tls://localhost:9999
          connect 9999 --tls-insecure  | --tls-insecure is for TLS: write tls://localhost:9999
          listen tls://:9999           | tls://localhost:9999 needs a certificate: --tls-cert FILE
          feed tls://:9999 --tls-ca x  | --tls-ca is for those who connect; --tls-client-ca FILE
          serve echo tls://:9999 --tls-insecure | --tls-insecure is for those who connect
          connect tls://:9999 --tls-self-signed | --tls-self-signed is for servers; --tls-ca FILE
          send tls://:9999 x --tls-client-ca x  | --tls-client-ca is for servers; --tls-ca FILE
          connect tls://:9999 --tls-key x       | --tls-cert FILE is missing
          connect tls://:9999 --tls-ca x --tls-insecure | either --tls-ca or --tls-insecure
          connect tls://:9999 --tls-ca sha256:12        | has 64 hexadecimal digits, not: 12
          listen tls://:9999 --tls-cert x --tls-self-signed | one certificate is enough
          relay listen+tls://:9 :8 --tls-cert c --tls-ca a | --tls-ca is for those who connect; --tls-client-ca
          relay listen+tls://:9 :8 --tls-cert c --tls-insecure | --tls-insecure is for those who connect
          relay listen+tcp://:9 tls://:8 --tls-client-ca a | --tls-client-ca is for servers; --tls-ca FILE
          relay listen+tcp://:9 tls://:8 --tls-self-signed | --tls-self-signed is for servers
          """)
  void optionsThatMakeNoSenseAreExplained(String command, String explanation) throws Exception {
    Run run = Run.toTheEnd(command.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).contains(explanation);
  }
}
