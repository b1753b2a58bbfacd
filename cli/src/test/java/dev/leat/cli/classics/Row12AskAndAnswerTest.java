package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class Row12AskAndAnswerTest {
  @Test
  void answersAndCloses() throws Exception {
    try (Run server =
        Run.of("listen", "127.0.0.1:0", "--framing", "raw", "--reply", "hi", "--close")) {
      String heard =
          Python.run(
              """
              s = socket.socket()
              s.connect(('127.0.0.1', int(sys.argv[1])))
              s.send('hi'.encode())
              print(s.recv(2048).decode(), s.recv(2048))
              s.close()
              """,
              server.port());
      assertThat(heard).isEqualTo("hi b''\n");
      assertThat(server.out().await("hi")).isEqualTo("hi");
    }
  }

  @Test
  void asksAndLeaves() throws Exception {
    try (LeatProcess server =
        Python.start(
            """
            s = socket.create_server(('127.0.0.1', 0))
            print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
            client, address = s.accept()
            print(client.recv(2048).decode())
            client.send('hi'.encode())
            print(client.recv(2048))
            client.close()
            """)) {
      Run client =
          Run.toTheEnd(
              "send", "127.0.0.1:" + server.port(), "--framing", "raw", "--expect", "1", "hi");
      assertThat(client.status()).isZero();
      assertThat(client.out().text()).isEqualTo("hi");
      assertThat(Python.output(server)).isEqualTo("hi\nb''\n");
    }
  }
}
