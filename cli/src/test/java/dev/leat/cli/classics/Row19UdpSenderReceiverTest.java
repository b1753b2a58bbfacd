package dev.leat.cli.classics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import dev.leat.framing.Message;
import dev.leat.net.UdpSocket;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sender and a receiver as resources that close themselves; up to 64 KB. */
@Timeout(120)
class Row19UdpSenderReceiverTest {
  private static final String SENDER =
      """
      import socket, sys
      class Sender:
          def __enter__(self):
              self.s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
              return self
          def __exit__(self, *failure):
              self.s.close()
          def send(self, data):
              self.s.sendto(data, ('127.0.0.1', int(sys.argv[1])))
      with Sender() as sender:
          sender.send(b'hello world!')
          sender.send(b'\\xff' * 65507)
      """;

  private static final String RECEIVER =
      """
      import socket
      class Receiver:
          def __enter__(self):
              self.s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
              self.s.settimeout(60)
              self.s.bind(('127.0.0.1', 0))
              return self
          def __exit__(self, *failure):
              self.s.close()
          def receive(self):
              return self.s.recvfrom(64 * 1024)[0]
      with Receiver() as receiver:
          print(f'port {receiver.s.getsockname()[1]}.')
          print(receiver.receive())
          data = receiver.receive()
          print(len(data), data == b'\\0' * 65507, 'in the second')
      """;

  @Test
  void theLibraryReceivesWhatPythonSends() throws Exception {
    try (UdpSocket receiver = UdpSocket.bind("udp://127.0.0.1:0")) {
      Python.run(SENDER, receiver.port());
      assertThat(receiver.receive(Duration.ofSeconds(60)).text()).isEqualTo("hello world!");
      assertThat(receiver.receive(Duration.ofSeconds(60)).size()).isEqualTo(65507);
    }
  }

  @Test
  void theCommandReceivesWhatPythonSends() throws Exception {
    try (Run run = Run.of("listen", "udp://127.0.0.1:0", "--count", "2")) {
      Python.run(SENDER, run.port());
      assertThat(run.status()).isZero();
      assertThat(run.out().bytes())
          .startsWith("hello world!\n".getBytes(UTF_8))
          .hasSize(13 + 65508);
    }
  }

  @Test
  void pythonReceivesWhatTheLibrarySends() throws Exception {
    try (LeatProcess python = Python.start(RECEIVER);
        UdpSocket sender = UdpSocket.connect("udp://127.0.0.1:" + port(python))) {
      sender.send("hello world!");
      sender.send(Message.of(new byte[65507]));
      assertThat(python.out().await("in the second"))
          .contains("b'hello world!'")
          .contains("65507 True in the second");
    }
  }

  @Test
  void pythonReceivesWhatTheCommandSends() throws Exception {
    try (LeatProcess python = Python.start(RECEIVER)) {
      String endpoint = "udp://127.0.0.1:" + port(python);
      assertThat(Run.toTheEnd("send", endpoint, "hello world!").status()).isZero();
      var bytes = new ByteArrayInputStream(new byte[65507]);
      try (Run run = Run.piped(bytes, "send", endpoint, "--framing", "datagram")) {
        assertThat(run.status()).isZero();
      }
      assertThat(python.out().await("in the second"))
          .contains("b'hello world!'")
          .contains("65507 True in the second");
    }
  }

  private static int port(LeatProcess python) throws InterruptedException {
    return Integer.parseInt(python.out().await(".").replaceAll("\\D", ""));
  }
}
