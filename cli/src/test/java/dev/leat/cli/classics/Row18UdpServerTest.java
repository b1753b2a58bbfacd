package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import dev.leat.net.Datagram;
import dev.leat.net.UdpSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that hands every datagram to the program, up to the largest. */
@Timeout(120)
class Row18UdpServerTest {
  private static final String CLIENT =
      """
      import socket, sys
      with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
          for message in [b'hello', b'', b'with its line end\\n', b'x' * 65507]:
              s.sendto(message, ('127.0.0.1', int(sys.argv[1])))
      """;

  @Test
  void printsWhatAPythonClientSendsAndLogsIt() throws Exception {
    try (Run run = Run.of("listen", "udp://127.0.0.1:0", "--count", "4", "-v")) {
      Python.run(CLIENT, run.port());
      assertThat(run.status()).isZero();
      assertThat(run.out().text())
          .isEqualTo("hello\n\nwith its line end\n" + "x".repeat(65507) + "\n");
      String time = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}";
      assertThat(run.err().text())
          .containsPattern(time + " leat.listen INFO 5 bytes from udp://127\\.0\\.0\\.1:\\d+\n")
          .containsPattern(time + " leat.listen INFO 65507 bytes from ")
          .endsWith("received 4 datagrams, 63 KiB; lost 0\n");
    }
  }

  @Test
  void handsEveryDatagramToTheProgram() throws Exception {
    try (UdpSocket socket = UdpSocket.bind("udp://127.0.0.1:0?reuse=true")) {
      Python.run(CLIENT, socket.port());
      List<Integer> sizes = new ArrayList<>();
      for (Datagram datagram; sizes.size() < 4 && (datagram = socket.receive()) != null; ) {
        sizes.add(datagram.size());
      }
      assertThat(sizes).containsExactly(5, 0, 18, 65507);
    }
  }

  @Test
  void aPythonServerYieldsWhatIsSent() throws Exception {
    String server =
        """
        import logging, socket
        logging.basicConfig(level=logging.INFO, format='%(asctime)s %(name)s %(levelname)s %(message)s')
        def datagrams(s):
            while True:
                yield s.recvfrom(65535)
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(('127.0.0.1', 0))
        print(f'port {s.getsockname()[1]}.')
        for data, client in datagrams(s):
            logging.getLogger('server').info('%d bytes: %r', len(data), data[:20])
        """;
    try (LeatProcess python = Python.start(server)) {
      int port = Integer.parseInt(python.out().await(".").replaceAll("\\D", ""));
      Run run = Run.toTheEnd("send", "udp://127.0.0.1:" + port, "hello", "", "x".repeat(65507));
      assertThat(run.status()).isZero();
      python.err().await("server INFO 5 bytes: b'hello'");
      python.err().await("server INFO 0 bytes: b''");
      python.err().await("server INFO 65507 bytes: b'xxxxxxxxxxxxxxxxxxxx'");
    }
  }
}
