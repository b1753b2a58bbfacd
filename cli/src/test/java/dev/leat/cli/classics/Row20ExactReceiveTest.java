package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exactly so many bytes are a message, however they come; fewer are an error. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class Row20ExactReceiveTest {
  /** Sends its arguments one by one, each when it is told to, and leaves. */
  private static final String SERVER =
      """
      import socket, sys
      s = socket.create_server(('localhost', 0))
      print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
      c, address = s.accept()
      c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
      for piece in sys.argv[1:]:
          sys.stdin.readline()
          c.sendall(piece.encode())
      c.close()
      """;

  /** The original's receive: until exactly so many bytes are there. */
  private static final String CLIENT =
      """
      import socket, sys
      MSGLEN = 12
      s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      s.connect(('localhost', int(sys.argv[1])))
      for i in range(int(sys.argv[2])):
          chunks = []
          bytes_recd = 0
          while bytes_recd < MSGLEN:
              chunk = s.recv(min(MSGLEN - bytes_recd, 2048))
              if chunk == b'':
                  raise RuntimeError('socket connection broken')
              chunks.append(chunk)
              bytes_recd = bytes_recd + len(chunk)
          print(b''.join(chunks).decode())
      """;

  @Test
  void aMessageIsThereWhenItsLastByteIs() throws Exception {
    try (LeatProcess server = Python.start(SERVER, "hello", " wor", "ld!and a wor", "ld");
        Run run =
            Run.of("connect", "localhost:" + server.port(), "--framing=fixed:12", "--no-stdin")) {
      server.type("go\ngo\n");
      server.type("go\n");
      assertThat(run.out().await("\n")).isEqualTo("hello world!\n");
      server.type("go\n");
      run.status();
      assertThat(run.out().text()).isEqualTo("hello world!\n");
    }
  }

  @Test
  void aPeerThatLeavesEarlierIsABrokenConnection() throws Exception {
    try (LeatProcess server = Python.start(SERVER, "hello");
        Run run = Run.of("connect", "localhost:" + server.port(), "--framing=fixed:12")) {
      server.type("go\n");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out().text()).isEmpty();
      assertThat(run.err().text())
          .hasLineCount(1)
          .startsWith("leat connect: socket connection broken: 5 of 12 bytes");
    }
  }

  @Test
  void aClientThatLeavesEarlierDisturbsNobodyElse() throws Exception {
    String early =
        """
        import socket, sys
        s = socket.create_connection(('localhost', int(sys.argv[1])))
        s.sendall(sys.argv[2].encode())
        s.close()
        """;
    try (Run run = Run.of("listen", "localhost:0", "--framing=fixed:12")) {
      Python.run(early, run.port(), "hello");
      run.err().await("socket connection broken: 5 of 12 bytes");
      Python.run(early, run.port(), "hello world!");
      assertThat(run.out().await("\n")).isEqualTo("hello world!\n");
    }
  }

  @Test
  void aPythonClientReceivesExactlyWhatWeSend() throws Exception {
    try (Run run =
        Run.of(
            "feed", "localhost:0", "--framing=fixed:12", "--line=hello world!", "--rate=100/s")) {
      assertThat(Python.run(CLIENT, run.port(), 3)).isEqualTo("hello world!\n".repeat(3));
    }
  }
}
