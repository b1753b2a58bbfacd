package dev.leat.cli;

import static dev.leat.cli.Installed.assumeInstalled;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Between programs that people use already. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RelayPeersTest {
  private static final int SIZE = 16 << 20;

  /** Answers each client, once it has finished, with a digest of what it has sent. */
  private static final String DIGEST_SERVER =
      """
      import hashlib, socket, sys
      server = socket.create_server(('127.0.0.1', 0))
      print('listening on 127.0.0.1:%d' % server.getsockname()[1], file=sys.stderr, flush=True)
      while True:
          s, _ = server.accept()
          digest = hashlib.sha256()
          while data := s.recv(65536):
              digest.update(data)
          s.sendall(digest.hexdigest().encode())
          s.close()
      """;

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nc, nc -N 127.0.0.1 PORT",
    "ncat, ncat 127.0.0.1 PORT",
    "socat, socat -t 60 - TCP4:127.0.0.1:PORT"
  })
  void bytesAndTheirEndGoThroughAndTheAnswerComesBack(String program, String command)
      throws Exception {
    assumeInstalled(program);
    assumeInstalled("python3");
    byte[] bytes = new byte[SIZE];
    new Random(7).nextBytes(bytes);
    Path file = Files.write(folder.resolve("data"), bytes);
    try (LeatProcess server = LeatProcess.of("python3", "-c", DIGEST_SERVER);
        Run run = Run.of("relay", "listen+tcp://127.0.0.1:0", "127.0.0.1:" + server.port());
        LeatProcess client = shell(command + " < " + file, run.port())) {
      assertThat(client.status()).isZero();
      assertThat(client.out().text())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
  }

  @Test
  void twoThatCanOnlyConnectMeet() throws Exception {
    assumeInstalled("socat");
    assumeInstalled("nc");
    try (Run run = Run.of("relay", "listen+tcp://127.0.0.1:0", "listen+tcp://127.0.0.1:0")) {
      int[] ports =
          run.err()
              .awaitLines(2)
              .lines()
              .map(line -> line.replaceAll("^listening on \\S+:(\\d+).*", "$1"))
              .mapToInt(Integer::parseInt)
              .toArray();
      try (LeatProcess left = shell("nc -N 127.0.0.1 PORT", ports[0]);
          LeatProcess right = shell("socat -t 60 - TCP4:127.0.0.1:PORT", ports[1])) {
        left.type("from the left\n");
        assertThat(right.out().await("\n")).isEqualTo("from the left\n");
        right.type("from the right\n");
        assertThat(left.out().await("\n")).isEqualTo("from the right\n");
        left.endInput();
        right.endInput();
        assertThat(left.status()).isZero();
        assertThat(right.status()).isZero();
      }
    }
  }

  private static LeatProcess shell(String command, int port) throws IOException {
    return LeatProcess.of("sh", "-c", "exec " + command.replace("PORT", Integer.toString(port)));
  }
}
