package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A send goes on until the last byte is out; a peer that is gone is an error. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class Row21WholeSendTest {
  private static final int SIZE = 8 << 20;

  /** Takes a little at a time, late and slowly, and prints a digest of all. */
  private static final String SERVER =
      """
      import hashlib, socket, sys, time
      s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
      s.bind(('localhost', 0))
      s.listen(1)
      print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
      c, address = s.accept()
      sys.stdin.readline()
      digest, size, reads = hashlib.sha256(), 0, 0
      while data := c.recv(2048):
          digest.update(data)
          size += len(data)
          reads += 1
          if reads % 512 == 0:
              time.sleep(0.01)
      print(size, digest.hexdigest())
      """;

  /** The original's send: what the system takes at a time, until all is out. */
  private static final String CLIENT =
      """
      import socket, sys
      msg = open(sys.argv[2], 'rb').read()
      s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
      s.connect(('localhost', int(sys.argv[1])))
      totalsent = 0
      while totalsent < len(msg):
          sent = s.send(msg[totalsent:totalsent + 65536])
          if sent == 0:
              raise RuntimeError('socket connection broken')
          totalsent = totalsent + sent
      s.close()
      """;

  @TempDir private Path folder;

  private Path file() throws Exception {
    byte[] bytes = new byte[SIZE];
    new Random(21).nextBytes(bytes);
    return Files.write(folder.resolve("data"), bytes);
  }

  private static String digest(Path file) throws Exception {
    var sha256 = java.security.MessageDigest.getInstance("SHA-256");
    byte[] digest = sha256.digest(Files.readAllBytes(file));
    return Files.size(file) + " " + java.util.HexFormat.of().formatHex(digest) + "\n";
  }

  @Test
  void everythingArrivesAtAServerThatTakesItsTime() throws Exception {
    Path file = file();
    try (LeatProcess server = Python.start(SERVER);
        Run run = Run.of("send", "localhost:" + server.port(), "--framing=raw", "--file=" + file)) {
      server.type("begin\n");
      assertThat(run.status()).isZero();
      assertThat(server.status()).isZero();
      assertThat(server.out().text()).isEqualTo(digest(file));
    }
  }

  @Test
  void soItDoesFromAFeedAtAClientThatTakesItsTime() throws Exception {
    Path file = file();
    String slow = SERVER.substring(SERVER.indexOf("digest, size"));
    String client =
        """
        import hashlib, socket, sys, time
        c = socket.create_connection(('localhost', int(sys.argv[1])))
        """
            + slow;
    try (Run run = Run.of("feed", "localhost:0", "--framing=raw", "--file=" + file)) {
      assertThat(Python.run(client, run.port())).isEqualTo(digest(file));
    }
  }

  @Test
  void aPeerThatIsGoneIsABrokenConnection() throws Exception {
    String leaves =
        """
        import socket, sys
        s = socket.create_server(('localhost', 0))
        print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
        c, address = s.accept()
        c.recv(2048)
        c.close()
        """;
    try (LeatProcess server = Python.start(leaves)) {
      Run run =
          Run.toTheEnd("send", "localhost:" + server.port(), "--framing=raw", "--file=" + file());

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).hasLineCount(1).contains("socket connection broken");
    }
  }

  @Test
  void allThatAPythonClientSendsArrives() throws Exception {
    Path file = file();
    Path output = folder.resolve("output");
    try (Run run = Run.of("listen", "localhost:0", "--framing=raw", "--output=" + output, "-v")) {
      Python.run(CLIENT, run.port(), file);
      run.err().await("left: 8.0 MiB received");
    }
    assertThat(digest(output)).isEqualTo(digest(file));
  }
}
