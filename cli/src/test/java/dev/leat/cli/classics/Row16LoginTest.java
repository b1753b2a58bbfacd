package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class Row16LoginTest {
  /** As the original, with a pause where a person types: it sends no line ends. */
  private static final String CLIENT =
      """
      c = socket.socket()
      c.connect(('127.0.0.1', int(sys.argv[1])))
      for word in sys.argv[2:]:
          c.send(bytes(word, 'utf-8'))
          time.sleep(1.5)
      print(c.recv(2048).decode())
      """;

  @TempDir Path folder;

  @Test
  void letsInWhoKnowsThePassword() throws Exception {
    try (Run server = serve()) {
      assertThat(Python.run(CLIENT, server.port(), "admin", "secret"))
          .isEqualTo("hello admin, welcome to the server\n");
      server.err().await("login of \"admin\" from tcp://127.0.0.1:");
      server.err().await(": accepted\n");
      assertThat(server.err().text()).doesNotContain("secret");
    }
  }

  @Test
  void saysTheSameToAWrongNameAndAWrongPassword() throws Exception {
    try (Run server = serve()) {
      String wrong = "login refused: wrong name or password\n";
      assertThat(Python.run(CLIENT, server.port(), "admin", "guess")).isEqualTo(wrong);
      assertThat(Python.run(CLIENT, server.port(), "adm\u001bin", "secret")).isEqualTo(wrong);
      server.err().await("login of \"adm\\u001Bin\" from tcp://127.0.0.1:");
      assertThat(server.err().text())
          .contains(": refused, wrong name or password\n")
          .doesNotContain("guess", "secret", "\u001b");
    }
  }

  @Test
  void letsInAPersonWhoTypesLinesAndMayTryAgain() throws Exception {
    try (Run server = serve()) {
      String heard =
          Python.run(
              """
              c = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
              c.sendall(b'admin\\nguess\\n')
              print(c.recv(2048))
              c.sendall(b'admin\\nsecret\\n')
              print(c.recv(2048), c.recv(2048))
              """,
              server.port());
      assertThat(heard)
          .isEqualTo(
              """
              b'login refused: wrong name or password\\n'
              b'hello admin, welcome to the server\\n' b''
              """);
    }
  }

  @Test
  void logsInAtAServerInPython() throws Exception {
    try (LeatProcess server =
            Python.start(
                """
                s = socket.create_server(('127.0.0.1', 0))
                print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
                c, addr = s.accept()
                username = c.recv(1024).decode()
                print('username', username)
                password = c.recv(1024).decode()
                if username == 'admin' and password == 'secret':
                    c.send(bytes('hello admin, welcome to the server', 'utf-8'))
                c.close()
                """);
        Run client = Run.piped("connect", "127.0.0.1:" + server.port())) {
      client.type("admin");
      server.out().await("username admin\n");
      client.type("secret");
      assertThat(client.status()).isZero();
      assertThat(client.out().text()).isEqualTo("hello admin, welcome to the server");
    }
  }

  @Test
  void keepsNoPasswordAndShowsTheFileToItsOwnerAlone() throws Exception {
    Path users = users();
    assertThat(Files.readString(users)).matches("admin:\\$argon2id\\$v=19\\$\\S+\n");
    assertThat(Files.getPosixFilePermissions(users)).hasToString("[OWNER_READ, OWNER_WRITE]");
    assertThat(folder).isDirectoryContaining(file -> file.equals(users));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(users);
    }
  }

  @Test
  void withoutAFileOfUsersItSaysHowToMakeOne() throws Exception {
    Run run = Run.toTheEnd("serve", "login", "--users", folder.resolve("none").toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text())
        .hasLineCount(1)
        .contains("no such file")
        .contains("--add-user NAME");
  }

  @Test
  void warnsWherePasswordsCanBeReadOnTheWay() throws Exception {
    try (Run server = Run.of("serve", "login", "--users", users().toString(), "0.0.0.0:0")) {
      assertThat(server.err().await("listening on")).contains("warning: passwords come over");
    }
    try (Run server = serve();
        Run encrypted =
            Run.of(
                "serve",
                "login",
                "--users",
                users().toString(),
                "tls://0.0.0.0:0",
                "--tls-self-signed")) {
      assertThat(server.err().await("listening on")).doesNotContain("warning");
      assertThat(encrypted.err().await("listening on")).doesNotContain("warning: passwords");
    }
  }

  @Test
  void warnsWhereOthersCanReadTheFile() throws Exception {
    Files.setPosixFilePermissions(users(), PosixFilePermissions.fromString("rw-r--r--"));
    try (Run server = serve()) {
      assertThat(server.err().await("listening on")).contains("warning: others can read ");
    }
  }

  private Run serve() throws Exception {
    return Run.of("serve", "login", "--users", users().toString(), "127.0.0.1:0");
  }

  private Path users() throws Exception {
    Path users = folder.resolve("users.txt");
    if (!Files.exists(users)) {
      try (Run add =
          Run.piped("serve", "login", "--users", users.toString(), "--add-user", "admin")) {
        add.type("secret\n");
        assertThat(add.status()).isZero();
      }
    }
    return users;
  }
}
