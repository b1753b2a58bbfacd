package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Peer;
import dev.leat.cli.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class Row15GreetingTest {
  @Test
  void greetsAProgramThatEndsNothingItSends() throws Exception {
    try (Run server = Run.of("serve", "greet", "127.0.0.1:0")) {
      String heard =
          Python.run(
              """
              c = socket.socket()
              c.connect(('127.0.0.1', int(sys.argv[1])))
              c.send(bytes('Zoë', 'utf-8'))
              print(c.recv(2048))
              c.send(bytes('Bob', 'utf-8'))
              print(c.recv(2048))
              c.close()
              """,
              server.port());
      assertThat(heard).isEqualTo("b'hi Zo\\xc3\\xab'\nb'hi Bob'\n");
    }
  }

  @Test
  void greetsAPersonLineByLineHoweverSlowTheyType() throws Exception {
    try (Run server = Run.of("serve", "greet", "127.0.0.1:0")) {
      String heard =
          Python.run(
              """
              c = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
              c.sendall(b'Ann\\nBo')
              print(c.recv(2048))
              time.sleep(0.5)
              c.sendall(b'b\\r\\n')
              print(c.recv(2048))
              c.sendall(b'Cy')
              c.shutdown(socket.SHUT_WR)
              print(c.recv(2048), c.recv(2048))
              """,
              server.port());
      assertThat(heard).isEqualTo("b'hi Ann\\n'\nb'hi Bob\\r\\n'\nb'hi Cy' b''\n");
    }
  }

  @Test
  void greetsOverTlsToo() throws Exception {
    try (Run server = Run.of("serve", "greet", "tls://127.0.0.1:0", "--tls-self-signed")) {
      String heard =
          Python.run(
              """
              context = ssl.create_default_context()
              context.check_hostname = False
              context.verify_mode = ssl.CERT_NONE
              c = context.wrap_socket(socket.create_connection(('127.0.0.1', int(sys.argv[1]))))
              c.send(b'Ann')
              print(c.recv(2048))
              c.send(b'Bob\\nCy')
              print(c.recv(2048))
              c.send(b'\\n')
              print(c.recv(2048))
              """,
              server.port());
      assertThat(heard).isEqualTo("b'hi Ann'\nb'hi Bob\\n'\nb'hi Cy\\n'\n");
    }
  }

  @Test
  void isGreetedByAServerInPython() throws Exception {
    try (LeatProcess server =
        Python.start(
            """
            s = socket.create_server(('127.0.0.1', 0))
            print('listening on 127.0.0.1:%d' % s.getsockname()[1], file=sys.stderr)
            c, addr = s.accept()
            name = c.recv(1024).decode()
            c.send(bytes('hi ' + name, 'utf-8'))
            c.close()
            """)) {
      Run client =
          Run.toTheEnd(
              "send", "127.0.0.1:" + server.port(), "--framing", "raw", "--expect", "1", "Ann");
      assertThat(client.status()).isZero();
      assertThat(client.out().text()).isEqualTo("hi Ann");
    }
  }

  @Test
  void whatIsNoTextIsRefusedWithItsPlaceAndTheOthersAreGreeted() throws Exception {
    try (Run server = Run.of("serve", "greet", "127.0.0.1:0");
        Peer good = Peer.connect(server.port())) {
      String heard =
          Python.run(
              """
              c = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
              c.sendall('Zoë\\n'.encode('latin-1'))
              print(c.recv(2048).decode(), c.recv(2048))
              """,
              server.port());
      assertThat(heard).isEqualTo("not UTF-8: \\xEB at byte 2\n b''\n");
      server.err().await("closed: not UTF-8: \\xEB at byte 2\n");
      good.say("Ann\n");
      assertThat(good.hear(7)).isEqualTo("hi Ann\n");
    }
  }
}
