package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class Row08WelcomeTest {
  @Test
  void welcomesAClientThatReadsEightBytesAtATime() throws Exception {
    try (Run server = Run.of("serve", "welcome", "127.0.0.1:0", "--backlog", "5")) {
      String heard =
          Python.run(
              """
              s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
              s.connect(('127.0.0.1', int(sys.argv[1])))
              full = ''
              while True:
                  msg = s.recv(8)
                  if len(msg) <= 0:
                      break
                  full += msg.decode('utf-8')
              print(full)
              """,
              server.port());
      assertThat(heard).isEqualTo("welcome to the server!\n");
    }
  }

  @Test
  void isWelcomedByAServer() throws Exception {
    try (LeatProcess server =
        Python.start(
            """
            s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            s.bind(('127.0.0.1', 0))
            s.listen(5)
            print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
            client, address = s.accept()
            client.send(bytes('welcome to the server!', 'utf-8'))
            client.close()
            """)) {
      Run client = Run.toTheEnd("connect", "127.0.0.1:" + server.port());
      assertThat(client.status()).isZero();
      assertThat(client.out().text()).isEqualTo("welcome to the server!");
    }
  }
}
