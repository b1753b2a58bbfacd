package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of at most so many bytes, each shown, until the peer closes. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class Row09BufferExplorerTest {
  private static final String WELCOME = "welcome to the server!";

  private static final String SERVER =
      """
      import socket, sys
      s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      s.bind(('localhost', 0))
      s.listen(5)
      print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
      while True:
          clientsocket, address = s.accept()
          clientsocket.send(bytes('welcome to the server!', 'utf-8'))
          clientsocket.close()
      """;

  private static final String CLIENT =
      """
      import socket, sys
      s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      s.connect(('localhost', int(sys.argv[1])))
      full = ''
      while True:
          msg = s.recv(int(sys.argv[2]))
          if len(msg) <= 0:
              break
          print(msg.decode('utf-8'))
          full += msg.decode('utf-8')
      print(full)
      """;

  @Test
  void showsEachReadOfAPythonServersWelcome() throws Exception {
    try (LeatProcess server = Python.start(SERVER)) {
      Run run =
          Run.toTheEnd("connect", "localhost:" + server.port(), "--show", "reads", "--buffer", "8");

      assertThat(run.status()).isZero();
      assertThat(run.out().text())
          .isEqualTo(
              """
              #1 8 bytes "welcome "
              #2 8 bytes "to the s"
              #3 6 bytes "erver!"
              """);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 16, 1})
  void readsAsMuchAsTheBufferHolds(int size) throws Exception {
    try (LeatProcess server = Python.start(SERVER)) {
      Run run =
          Run.toTheEnd("connect", "localhost:" + server.port(), "--show=reads", "--buffer=" + size);

      assertThat(run.out().text().lines())
          .hasSize((WELCOME.length() + size - 1) / size)
          .first()
          .asString()
          .startsWith("#1 " + Math.min(size, WELCOME.length()) + " byte");
    }
  }

  @Test
  void orAssemblesTheWholeMessage() throws Exception {
    try (LeatProcess server = Python.start(SERVER)) {
      Run run =
          Run.toTheEnd(
              "connect", "localhost:" + server.port(), "--framing=eof", "--buffer=8", "--json");

      assertThat(run.out().text()).hasLineCount(1).contains("\"text\":\"" + WELCOME + "\"");
    }
  }

  @Test
  void aPythonClientThatReadsEightBytesAtATimeGetsItAll() throws Exception {
    try (Run run =
        Run.of("feed", "localhost:0", "--framing=raw", "--per-client=1", "--line", WELCOME)) {
      assertThat(Python.run(CLIENT, run.port(), 8))
          .isEqualTo("welcome \nto the s\nerver!\n" + WELCOME + "\n");
    }
  }

  @Test
  void soDoesOneOfTheWelcomeService() throws Exception {
    try (Run run = Run.of("serve", "welcome", "localhost:0")) {
      assertThat(Python.run(CLIENT, run.port(), 8))
          .isEqualTo("welcome \nto the s\nerver!\n" + WELCOME + "\n");
      assertThat(Python.run(CLIENT, run.port(), 1024)).isEqualTo(WELCOME + "\n" + WELCOME + "\n");
    }
  }

  @Test
  void aServerShowsTheReadsOfItsClientsToo() throws Exception {
    try (Run run = Run.of("listen", "localhost:0", "--show=reads", "--buffer=8", "--prefix")) {
      String client =
          """
          import socket, sys
          s = socket.create_connection(('localhost', int(sys.argv[1])))
          s.send(b'welcome to leat')
          print(s.getsockname()[1])
          s.close()
          """;
      String port = Python.run(client, run.port()).strip();

      assertThat(run.out().awaitLines(2).replaceAll("\\S+:" + port + ":", "PEER"))
          .isEqualTo("PEER #1 8 bytes \"welcome \"\nPEER #2 7 bytes \"to leat\"\n");
    }
  }
}
