package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class Row11ClockTest {
  @Test
  void tellsTheTimeToAClientWhoseReadsAreSmallerThanAMessage() throws Exception {
    try (Run server = Run.of("serve", "clock", "127.0.0.1:0", "--every", "100ms")) {
      String heard =
          Python.run(
              """
              HEADERSIZE = 10
              s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
              full, new, wanted, count = '', True, 0, 0
              while count < 3:
                  msg = s.recv(16 if len(full) == 0 else min(16, wanted + HEADERSIZE - len(full)))
                  if new:
                      wanted = int(msg[:HEADERSIZE])
                      new = False
                  full += msg.decode('utf-8')
                  if len(full) - HEADERSIZE == wanted:
                      print(full[HEADERSIZE:])
                      full, new, count = '', True, count + 1
              print(time.time())
              """,
              server.port());
      List<String> lines = heard.lines().toList();
      assertThat(lines).hasSize(4);
      assertThat(lines.get(0)).isEqualTo("Welcome to the server!");
      double first = time(lines.get(1));
      double second = time(lines.get(2));
      assertThat(second).isGreaterThan(first);
      assertThat(Double.parseDouble(lines.get(3))).isGreaterThan(second - 0.001);
    }
  }

  @Test
  void readsAClockInPython() throws Exception {
    try (LeatProcess server =
        Python.start(
            """
            HEADERSIZE = 10
            s = socket.create_server(('127.0.0.1', 0))
            print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
            client, address = s.accept()
            def send(msg):
                client.send(bytes(f'{len(msg):<{HEADERSIZE}}' + msg, 'utf-8'))
            send('Welcome to the server!')
            while True:
                time.sleep(0.1)
                send(f'The time is {time.time()}')
            """)) {
      Run client =
          Run.toTheEnd(
              "connect", "127.0.0.1:" + server.port(), "--framing", "header:10", "--count", "3");
      assertThat(client.status()).isZero();
      List<String> lines = client.out().text().lines().toList();
      assertThat(lines).hasSize(3);
      assertThat(lines.get(0)).isEqualTo("Welcome to the server!");
      assertThat(time(lines.get(2))).isGreaterThan(time(lines.get(1)));
    }
  }

  private static double time(String line) {
    assertThat(line).matches("The time is \\d{10}\\.\\d+");
    return Double.parseDouble(line.substring("The time is ".length()));
  }
}
