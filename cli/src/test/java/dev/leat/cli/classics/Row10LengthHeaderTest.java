package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The length in ten characters before each message, on a connection that stays open. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class Row10LengthHeaderTest {
  /** Sends each argument behind a header made by the format; the last read ends it. */
  private static final String SERVER =
      """
      import socket, sys
      s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      s.bind(('localhost', 0))
      s.listen(5)
      print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
      clientsocket, address = s.accept()
      for msg in sys.argv[2:]:
          msg = sys.argv[1].format(len(msg)) + msg
          clientsocket.send(bytes(msg, 'utf-8'))
      print(clientsocket.recv(1024))
      """;

  /** Reads a message sixteen bytes at a time, as often as the first argument says. */
  private static final String CLIENT =
      """
      import socket, sys
      HEADERSIZE = 10
      s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      s.connect(('localhost', int(sys.argv[1])))
      for i in range(int(sys.argv[2])):
          full_msg = ''
          new_msg = True
          while True:
              want = HEADERSIZE if new_msg else min(16, msglen + HEADERSIZE - len(full_msg))
              msg = s.recv(want)
              if new_msg:
                  print(f'new message length: {msg[:HEADERSIZE]}')
                  msglen = int(msg[:HEADERSIZE])
                  new_msg = False
              full_msg += msg.decode('utf-8')
              if len(full_msg) - HEADERSIZE == msglen:
                  print('full msg recvd')
                  print(full_msg[HEADERSIZE:])
                  break
      """;

  private static final String LEFT = "{:<10}";

  @Test
  void showsHowEachMessageOfAPythonServerComesAbout() throws Exception {
    try (LeatProcess server = Python.start(SERVER, LEFT, "welcome to the server!", "hi");
        Run run =
            Run.piped(
                "connect",
                "localhost:" + server.port(),
                "--framing=header:10",
                "--show=frames",
                "--buffer=16")) {
      String expected =
          """
          #1 new message, length 22
          #1 frame 32 bytes "22        welcome to the server!"
          #1 full message received, 22 bytes "welcome to the server!"
          #2 new message, length 2
          #2 frame 12 bytes "2         hi"
          #2 full message received, 2 bytes "hi"
          """;
      assertThat(run.out().awaitLines(6)).isEqualTo(expected);

      run.type("bye\n");
      assertThat(server.status()).isZero();
      assertThat(server.out().text()).isEqualTo("b'3         bye'\n");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo(expected);
    }
  }

  @Test
  void aMessageIsAnnouncedBeforeItIsThere() throws Exception {
    String halfway =
        """
        import socket, sys
        s = socket.create_server(('localhost', 0))
        print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
        c, address = s.accept()
        c.send(b'22        welc')
        sys.stdin.readline()
        c.send(b'ome to the server!')
        c.close()
        """;
    try (LeatProcess server = Python.start(halfway);
        Run run =
            Run.of(
                "connect", "localhost:" + server.port(), "--framing=header:10", "--show=frames")) {
      assertThat(run.out().await("\n")).isEqualTo("#1 new message, length 22\n");
      server.type("go on\n");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).contains("full message received");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          header:10;                {:<10}
          header:10,align=right;    {:>10}
          header:10,align=center;   {:^10}
          header:10,align=right,pad=0; {:0>10}
          header:10,align=left,pad=_;  {:_<10}
          header:10,align=center,pad=*; {:*^10}
          """)
  void understandsHoweverPythonFillsTheHeader(String framing, String format) throws Exception {
    try (LeatProcess server = Python.start(SERVER, format, "welcome to the server!", "", "hi");
        Run run = Run.piped("connect", "localhost:" + server.port(), "--framing", framing)) {
      assertThat(run.out().awaitLines(3)).isEqualTo("welcome to the server!\n\nhi\n");
      run.endInput();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void theLengthMayBeInCharactersAsPythonCountsThem() throws Exception {
    try (LeatProcess server = Python.start(SERVER, LEFT, "grüße 🌊", "hi");
        Run run =
            Run.piped("connect", "localhost:" + server.port(), "--framing=header:10,count=chars")) {
      assertThat(run.out().awaitLines(2)).isEqualTo("grüße 🌊\nhi\n");
      run.type("ä\n");
      assertThat(server.status()).isZero();
      assertThat(server.out().text()).isEqualTo("b'1         \\xc3\\xa4'\n");
    }
  }

  @Test
  void aPythonClientThatReadsALittleAtATimeUnderstandsUs() throws Exception {
    try (Run run =
        Run.of(
            "feed",
            "localhost:0",
            "--framing=header:10",
            "--line=welcome to the server!",
            "--line=hi",
            "--rate=100/s",
            "--from=latest",
            "--wait-for=1")) {
      assertThat(Python.run(CLIENT, run.port(), 2))
          .isEqualTo(
              """
              new message length: b'22        '
              full msg recvd
              welcome to the server!
              new message length: b'2         '
              full msg recvd
              hi
              """);
    }
  }

  @Test
  void aPythonClientIsUnderstoodByAServerAndAnswered() throws Exception {
    String client =
        """
        import socket, sys
        s = socket.create_connection(('localhost', int(sys.argv[1])))
        for msg in sys.argv[2:]:
            msg = f'{len(msg):<10}' + msg
            s.send(msg.encode())
            print(s.recv(10), s.recv(2048))
        """;
    try (Run run =
        Run.of("listen", "localhost:0", "--framing=header:10", "--show=frames", "--reply=got it")) {
      String answers = Python.run(client, run.port(), "hello", "how are you");

      assertThat(answers).isEqualTo("b'6         ' b'got it'\n".repeat(2));
      assertThat(run.out().awaitLines(6))
          .contains("#1 new message, length 5\n")
          .contains("#2 full message received, 11 bytes \"how are you\"\n");
    }
  }
}
