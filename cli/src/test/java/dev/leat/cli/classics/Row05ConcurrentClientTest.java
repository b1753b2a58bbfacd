package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.codec.Json;
import dev.leat.net.Client;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class Row05ConcurrentClientTest {
  record Move(String player, int x, int y) {}

  /** Sends moves of its own all the time, and prints those that it is sent. */
  private static final String SERVER =
      """
      s = socket.create_server(('127.0.0.1', 0))
      print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
      client, address = s.accept()
      def talk():
          for i in range(200):
              client.send((json.dumps({'player': 'python', 'x': i, 'y': -i}) + '~').encode())
              time.sleep(0.001)
      threading.Thread(target=talk).start()
      buffer = ''
      while True:
          data = client.recv(1024)
          if not data:
              break
          buffer += data.decode()
          while '~' in buffer:
              text, buffer = buffer.split('~', 1)
              move = json.loads(text)
              print(move['player'], move['x'], move['y'])
      client.close()
      """;

  @Test
  void readsAllTheTimeAndSendsWheneverItLikes() throws Exception {
    try (LeatProcess server = Python.start(SERVER);
        var connection = Client.connect("127.0.0.1:" + server.port(), "delim:~")) {
      var peer = connection.as(Json.of(Move.class));
      var heard = new LinkedBlockingQueue<Move>();
      var reader =
          new FutureTask<>(() -> {
            int count = 0;
            for (Move move; (move = peer.receive()) != null; count++) {
              heard.add(move);
            }
            return count;
          });
      Thread.ofVirtual().start(reader);
      for (int i = 0; i < 200; i++) {
        peer.send(new Move("java", i, 2 * i));
        if (i % 2 == 0) {
          assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(new Move("python", i / 2, -i / 2));
        }
      }
      // The other side closes once we have finished, so all that it says has to be here before.
      for (int i = 100; i < 200; i++) {
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(new Move("python", i, -i));
      }
      connection.finishOutput();
      assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(200);
      assertThat(Python.output(server)).hasLineCount(200).endsWith("java 199 398\n");
    }
  }
}
