package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A line at once, and then one a second, to whoever connects. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class Row01LineFeedTest {
  /** Prints so many lines, and how many seconds went by until the last. */
  private static final String CLIENT =
      """
      import socket, sys, time
      s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      began = time.time()
      s.connect(('localhost', int(sys.argv[1])))
      text = ''
      while text.count('\\n') < int(sys.argv[2]):
          data = s.recv(2048)
          if not data:
              break
          text += data.decode()
          print(data.decode(), end='')
      print(time.time() - began)
      s.close()
      """;

  /** The original: a random line a second, until the client leaves. */
  private static final String SERVER =
      """
      import random, socket, sys, time
      s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      s.bind(('localhost', 0))
      s.listen(1)
      print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
      connection, address = s.accept()
      lines = [f'This is line {i}\\n' for i in range(6)]
      try:
          while True:
              connection.send(random.choice(lines).encode())
              time.sleep(float(sys.argv[1]))
      except (BrokenPipeError, ConnectionResetError):
          print('the client has left')
      """;

  @Test
  void aPythonClientGetsALineAtOnceAndThenOneASecond() throws Exception {
    try (Run run = Run.of("feed", "localhost:0", "-v")) {
      String heard = Python.run(CLIENT, run.port(), 4);

      assertThat(heard).matches("(This is line [0-5]\n){4}[0-9.]+\n");
      // The first comes at once, the second when it is its time.
      double seconds = Double.parseDouble(heard.lines().toList().getLast());
      assertThat(seconds).isGreaterThan(1.5);
      run.err().await("closing");
      assertThat(run.err().text().lines().toList())
          .as("with date and time")
          .anyMatch(line -> line.matches("20\\d\\d-\\d\\d-\\d\\d .*connection from tcp://.*"))
          .anyMatch(line -> line.matches("20\\d\\d-\\d\\d-\\d\\d .*closing tcp://.*"));
    }
  }

  @Test
  void theOthersWaitUntilTheFirstHasLeft() throws Exception {
    try (Run run = Run.of("feed", "localhost:0", "--every=50ms", "--max-clients=1", "--backlog=1");
        LeatProcess first = Python.start(CLIENT, run.port(), 1_000_000)) {
      first.out().awaitLines(1);
      try (LeatProcess second = Python.start(CLIENT, run.port(), 2)) {
        first.out().awaitLines(10);
        assertThat(second.out().text()).isEmpty();
        first.signal("KILL");
        assertThat(second.status()).isZero();
        assertThat(second.out().text()).contains("This is line");
      }
    }
  }

  @Test
  void itEndsAfterItsFirstClientHasLeft() throws Exception {
    try (Run run = Run.of("feed", "localhost:0", "--every=50ms", "--exit-after-clients=1")) {
      assertThat(Python.run(CLIENT, run.port(), 2)).contains("This is line");
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void oneLineWithoutItsEndThenSilenceThenTheEnd() throws Exception {
    try (Run run =
        Run.of("feed", "localhost:0", "--framing=raw", "--per-client=1", "--close-after=1s")) {
      String heard =
          Python.run(
              """
              import socket, sys, time
              s = socket.create_connection(('localhost', int(sys.argv[1])))
              print(repr(s.recv(2048)))
              began = time.time()
              print(repr(s.recv(2048)), time.time() - began >= 0.9)
              """,
              run.port());

      assertThat(heard).matches("b'This is line [0-5]'\nb'' True\n");
    }
  }

  @Test
  void aPythonServerIsReadLineByLineAndNoticesThatWeLeave() throws Exception {
    try (LeatProcess server = Python.start(SERVER, 0.05)) {
      Run run =
          Run.toTheEnd("connect", "localhost:" + server.port(), "--framing=lines", "--count=4");

      assertThat(run.status()).isZero();
      assertThat(run.out().text().lines())
          .hasSize(4)
          .allMatch(l -> l.matches("This is line [0-5]"));
      assertThat(server.status()).isZero();
      assertThat(server.out().text()).isEqualTo("the client has left\n");
    }
  }
}
