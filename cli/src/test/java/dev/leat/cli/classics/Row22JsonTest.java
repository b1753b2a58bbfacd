package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.codec.Json;
import dev.leat.framing.Framing;
import dev.leat.net.Client;
import dev.leat.net.Server;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class Row22JsonTest {
  record Order(BigInteger id, String name, List<Double> prices, Map<String, BigDecimal> more) {}

  /** Everything that JSON can say, sent with nothing at its end, back and compared. */
  private static final String CLIENT =
      """
      s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
      def ask(data):
          s.send(json.dumps(data).encode())
          back, text = None, b''
          while back is None:
              text += s.recv(1024)
              try:
                  back = json.loads(text)
              except ValueError:
                  pass
          return back
      for data in [
              {'name': 'Zoë', 'emoji': '\\U0001F600 \\u2028', 'quote': '"\\\\\\b\\f\\n\\r\\t\\x00\\x7f'},
              {'big': 2**200, 'small': -2**63, 'pi': 3.141592653589793, 'tiny': 5e-324, 'e': 1e300},
              [[], {}, '', None, True, False, [[[1]]]],
              {''.join(chr(c) for c in range(0x20, 0x3000)): 1},
      ]:
          assert ask(data) == data, data
          assert ask([json.dumps(data)]) == [json.dumps(data)]
      print('unchanged')
      """;

  @Test
  void whatPythonWritesComesBackUnchanged() throws Exception {
    try (Server server = Server.bind("127.0.0.1:0", Framing.json())) {
      server.start(connection -> {
        var peer = connection.as(Json.tree());
        for (var value = peer.receive(); value != null; value = peer.receive()) {
          peer.send(value);
        }
      });
      assertThat(Python.run(CLIENT, server.port())).isEqualTo("unchanged\n");
    }
  }

  @Test
  void recordsGoToPythonAndComeBackUnchanged() throws Exception {
    try (LeatProcess server =
            Python.start(
                """
                import decimal
                s = socket.create_server(('127.0.0.1', 0))
                print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
                client, address = s.accept()
                data = json.loads(client.recv(4096))
                print(data['id'], data['name'], data['prices'])
                client.send(json.dumps(data).encode())
                client.close()
                """);
        var peer =
            Client.connect("127.0.0.1:" + server.port(), Framing.json()).as(Json.of(Order.class))) {
      var order =
          new Order(
              BigInteger.TWO.pow(130),
              "Zoë \uD83D\uDE00",
              List.of(0.1, 1e-7, 12345.678),
              Map.of("tax", new BigDecimal("0.19")));
      peer.send(order);
      assertThat(peer.receive()).isEqualTo(order);
      assertThat(Python.output(server))
          .isEqualTo(BigInteger.TWO.pow(130) + " Zoë \uD83D\uDE00 [0.1, 1e-07, 12345.678]\n");
    }
  }
}
