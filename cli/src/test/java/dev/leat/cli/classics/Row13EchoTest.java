package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class Row13EchoTest {
  @Test
  void sendsBackEveryByteAsItComes() throws Exception {
    try (Run server = Run.of("serve", "echo", "127.0.0.1:0")) {
      String heard =
          Python.run(
              """
              s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
              s.sendall(b'x')
              print(s.recv(2048))
              data = bytes(range(256)) * 16384
              threading.Thread(target=lambda: (s.sendall(data), s.shutdown(socket.SHUT_WR))).start()
              back = bytearray()
              while True:
                  part = s.recv(2048)
                  if not part:
                      break
                  back += part
              print(len(back), bytes(back) == data)
              """,
              server.port());
      assertThat(heard).isEqualTo("b'x'\n4194304 True\n");
    }
  }

  @Test
  void isEchoedByAServerInPython() throws Exception {
    try (LeatProcess server =
        Python.start(
            """
            s = socket.create_server(('127.0.0.1', 0))
            print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
            client, address = s.accept()
            with client:
                while True:
                    data = client.recv(1024)
                    if not data:
                        break
                    client.sendall(data)
            """)) {
      try (Run client = Run.piped("connect", "127.0.0.1:" + server.port())) {
        client.type("hello\nno end");
        client.out().await("hello\nno end");
        client.endInput();
        assertThat(client.status()).isZero();
        assertThat(client.out().text()).isEqualTo("hello\nno end");
      }
      assertThat(server.status()).isZero();
    }
  }
}
