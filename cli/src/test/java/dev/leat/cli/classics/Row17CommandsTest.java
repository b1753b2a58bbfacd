package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class Row17CommandsTest {
  /** Sends each of its arguments, without a line end, and prints the answer to each. */
  private static final String CLIENT =
      """
      c = socket.socket()
      c.connect(('127.0.0.1', int(sys.argv[1])))
      for word in sys.argv[2:]:
          c.send(word.encode())
          print(c.recv(2048).decode())
      """;

  @Test
  void doesWhatALetterTellsItInEitherCase() throws Exception {
    try (Run server = Run.of("serve", "command", "127.0.0.1:0")) {
      List<String> heard =
          Python.run(CLIENT, server.port(), "R", "t", "L", "x", "r", "E").lines().toList();
      assertThat(heard).hasSize(6);
      assertThat(Integer.parseInt(heard.get(0))).isBetween(1, 10);
      assertThat(heard.get(1)).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
      assertThat(heard.get(2)).isEqualTo("Java " + Runtime.version());
      assertThat(heard.get(3)).isEqualTo("wrong option selected");
      assertThat(Integer.parseInt(heard.get(4))).isBetween(1, 10);
      assertThat(heard.get(5)).isEmpty(); // closed
    }
  }

  @Test
  void endsWithEIfItIsToldTo() throws Exception {
    try (Run server = Run.of("serve", "command", "127.0.0.1:0", "--exit-on-e")) {
      assertThat(Python.run(CLIENT, server.port(), "E")).isEqualTo("\n");
      assertThat(server.status()).isZero();
    }
  }

  @Test
  void listsItsWordsForAPerson() throws Exception {
    try (Run server = Run.of("serve", "command", "127.0.0.1:0")) {
      String heard =
          Python.run(
              """
              c = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
              c.sendall(b'help\\nnonsense\\nE\\n')
              print(c.makefile().read(), end='')
              """,
              server.port());
      assertThat(heard)
          .startsWith("R  a random number from 1 to 10\n")
          .endsWith("HELP  this list\nwrong option selected\n");
    }
  }

  @Test
  void commandsAServerInPython() throws Exception {
    try (LeatProcess server =
            Python.start(
                """
                s = socket.create_server(('127.0.0.1', 0))
                print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
                c, addr = s.accept()
                while True:
                    option = c.recv(1024).decode().upper()
                    if option == 'R':
                        c.send(str(random.randint(1, 10)).encode())
                    elif option == 'L':
                        c.send(('Python ' + sys.version.split()[0]).encode())
                    elif option == 'E':
                        c.close()
                        break
                    else:
                        c.send(b'wrong option selected')
                """);
        Run client = Run.piped("connect", "127.0.0.1:" + server.port())) {
      client.type("l");
      client.out().await("Python 3");
      client.type("x");
      client.out().await("wrong option selected");
      client.type("e");
      assertThat(client.status()).isZero();
      assertThat(server.status()).isZero();
    }
  }
}
