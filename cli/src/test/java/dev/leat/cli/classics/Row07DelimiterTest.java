package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class Row07DelimiterTest {
  @Test
  void severalMessagesInOneReadAndOneMessageInSeveral() throws Exception {
    try (Run hub = Run.piped("serve", "hub", "127.0.0.1:0");
        LeatProcess client =
            Python.start(
                """
                s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
                s.sendall((json.dumps({'a': 1}) + '~' + json.dumps({'b': [1, 2]}) + '~{"c"').encode())
                time.sleep(0.3)
                s.sendall(b': "end"}~')
                buffer = b''
                for count in range(3):
                    while b'~' not in buffer:
                        buffer += s.recv(8)
                    message, buffer = buffer.split(b'~', 1)
                    print(json.loads(message))
                """,
                hub.port())) {
      String heard = hub.out().awaitLines(3).replaceAll("(?m)^127\\.0\\.0\\.1:\\d+: ", "");
      assertThat(heard).isEqualTo("{\"a\": 1}\n{\"b\": [1, 2]}\n{\"c\": \"end\"}\n");
      hub.type("{\"from\": \"Leat\"}\n{\"n\": 1}\n{\"n\": 2}\n");
      assertThat(Python.output(client)).isEqualTo("{'from': 'Leat'}\n{'n': 1}\n{'n': 2}\n");
    }
  }

  @Test
  void talksWithAServerInPython() throws Exception {
    try (LeatProcess server =
            Python.start(
                """
                s = socket.create_server(('127.0.0.1', 0))
                print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
                client, address = s.accept()
                buffer = b''
                while True:
                    data = client.recv(8)
                    if not data:
                        break
                    buffer += data
                    while b'~' in buffer:
                        message, buffer = buffer.split(b'~', 1)
                        answer = json.dumps({'got': json.loads(message)}) + '~'
                        client.sendall(answer[:3].encode())
                        time.sleep(0.01)
                        client.sendall(answer[3:].encode())
                """);
        Run client = Run.piped("connect", "127.0.0.1:" + server.port(), "--framing", "delim:~")) {
      client.type("{\"a\": 1}\n[2]\n\"three\"\n");
      client.endInput();
      assertThat(client.status()).isZero();
      assertThat(client.out().text())
          .isEqualTo("{\"got\": {\"a\": 1}}\n{\"got\": [2]}\n{\"got\": \"three\"}\n");
    }
  }

  @Test
  void whatTheOperatorSaysMustNotHaveADelimiterInIt() throws Exception {
    try (Run hub = Run.piped("serve", "hub", "127.0.0.1:0");
        LeatProcess client =
            Python.start(
                """
                s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
                print(s.recv(1024))
                """,
                hub.port())) {
      hub.type("a~b\nfine\n");
      assertThat(Python.output(client)).isEqualTo("b'fine~'\n");
      assertThat(hub.err().await("not sent: ")).contains("~");
    }
  }
}
