package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import dev.leat.net.UdpSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A datagram goes back to its sender. */
@Timeout(120)
class Row14UdpEchoTest {
  @Test
  void aPythonClientGetsItsDatagramsBack() throws Exception {
    try (Run run = Run.of("serve", "echo", "udp://127.0.0.1:0", "-v")) {
      String said =
          Python.run(
              """
              import socket, sys
              with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
                  s.settimeout(60)
                  print('I am', s.getsockname())
                  for message in [b'x', b'hello', b'', bytes(range(256)) * 255]:
                      s.sendto(message, ('127.0.0.1', int(sys.argv[1])))
                      data, server = s.recvfrom(65535)
                      assert data == message and server[1] == int(sys.argv[1]), (data, server)
                  print('port', s.getsockname()[1])
              """,
              run.port());
      String port = said.substring(said.indexOf("port ") + 5).strip();
      run.err().await("INFO Echoing data back to udp://127.0.0.1:" + port);
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).contains("received 4 datagrams, 63 KiB; lost 0");
    }
  }

  private static final String SERVER =
      """
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.bind(('127.0.0.1', 0))
      print(f'port {s.getsockname()[1]}.')
      while True:
          data, client = s.recvfrom(65535)
          s.sendto(data, client)
      """;

  private static int port(LeatProcess server) throws InterruptedException {
    return Integer.parseInt(server.out().await(".").replaceAll("\\D", ""));
  }

  @Test
  void aPythonServerEchoesWhatIsSent() throws Exception {
    try (LeatProcess server = Python.start(SERVER)) {
      int port = port(server);
      Run run = Run.toTheEnd("send", "udp://127.0.0.1:" + port, "--expect", "2", "hello", "");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("hello\n\n");
    }
  }

  @Test
  void aPythonServerEchoesToTheLibrary() throws Exception {
    try (LeatProcess server = Python.start(SERVER);
        UdpSocket socket = UdpSocket.connect("udp://127.0.0.1:" + port(server))) {
      socket.send("hello");
      assertThat(socket.receive(Duration.ofSeconds(60)).text()).isEqualTo("hello");
    }
  }
}
