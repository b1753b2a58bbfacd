package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class Row04HubTest {
  /**
   * As the original: prints what comes, read by read, and sends what it is told, without an end.
   */
  private static final String CLIENT =
      """
      s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      s.connect(('127.0.0.1', int(sys.argv[1])))
      def listen():
          while True:
              data = s.recv(1024)
              if not data:
                  print('closed')
                  break
              print('heard', data.decode())
      threading.Thread(target=listen, daemon=True).start()
      for line in sys.stdin:
          s.send(line.strip().encode())
      s.close()
      """;

  @Test
  void whatTheOperatorSaysGoesToAllAndWhatClientsSayIsPrinted() throws Exception {
    try (Run hub = Run.piped("serve", "hub", "127.0.0.1:0", "--framing", "raw");
        LeatProcess ann = Python.start(CLIENT, hub.port())) {
      hub.err().await("has joined; 1 is here\n");
      try (LeatProcess bob = Python.start(CLIENT, hub.port())) {
        hub.err().await("has joined; 2 are here\n");
        hub.type("{\"turn\": 1}");
        ann.out().await("heard {\"turn\": 1}\n");
        bob.out().await("heard {\"turn\": 1}\n");
        ann.type("{\"x\": 5}\n");
        assertThat(hub.out().await("\n")).matches("127\\.0\\.0\\.1:\\d+: \\{\"x\": 5}\n");
        bob.endInput();
        assertThat(bob.status()).isZero();
      }
      hub.err().await("has left; 1 is here\n");
      hub.type("{\"turn\": 2}");
      ann.out().await("heard {\"turn\": 2}\n");
      assertThat(ann.out().text()).doesNotContain("\"x\"");
    }
  }

  @Test
  void withEveryoneAndNamesItIsAChat() throws Exception {
    try (Run hub =
            Run.of("serve", "hub", "127.0.0.1:0", "--framing", "raw", "--everyone", "--nick");
        LeatProcess ann = Python.start(CLIENT, hub.port());
        LeatProcess bob = Python.start(CLIENT, hub.port())) {
      ann.type("Ann\n");
      hub.err().await("Ann (tcp://127.0.0.1:");
      bob.out().await("heard your first message is your name\n");
      bob.type("Ann\n");
      bob.out().await("heard Ann is taken: try another name\n");
      bob.type("Bob\n");
      hub.err().await("Bob (tcp://127.0.0.1:");
      bob.type("hello\n");
      ann.out().await("heard Bob: hello\n");
      ann.type("hi Bob\n");
      bob.out().await("heard Ann: hi Bob\n");
      assertThat(ann.out().text()).doesNotContain("hi Bob");
      assertThat(hub.out().await("hi Bob")).contains("Bob (127.0.0.1:").contains("): hello\n");
    }
  }

  /** It remembers who connects, and sends what it is told to all of them. */
  private static final String HUB =
      """
      s = socket.create_server(('127.0.0.1', 0))
      print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
      clients = []
      def serve(client, address):
          while True:
              data = client.recv(1024)
              if not data:
                  break
              print('from client', data.decode())
          clients.remove(client)
          print('left')
      def accept():
          while True:
              client, address = s.accept()
              clients.append(client)
              threading.Thread(target=serve, args=(client, address), daemon=True).start()
              print('connected')
      threading.Thread(target=accept, daemon=True).start()
      for line in sys.stdin:
          for client in clients:
              client.send(line.strip().encode())
      """;

  @Test
  void isAMemberOfAHubInPython() throws Exception {
    try (LeatProcess hub = Python.start(HUB);
        Run ann = Run.piped("connect", "127.0.0.1:" + hub.port());
        Run bob = Run.piped("connect", "127.0.0.1:" + hub.port())) {
      hub.out().await("connected\nconnected\n");
      hub.type("to all\n");
      assertThat(ann.out().await("to all")).isEqualTo("to all");
      assertThat(bob.out().await("to all")).isEqualTo("to all");
      ann.type("from Ann");
      hub.out().await("from client from Ann\n");
      ann.endInput();
      hub.out().await("left\n");
      hub.type("to Bob\n");
      bob.out().await("to Bob");
    }
  }
}
