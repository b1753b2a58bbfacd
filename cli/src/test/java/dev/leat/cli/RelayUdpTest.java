package dev.leat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Between datagrams and connections. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RelayUdpTest {
  private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

  private static DatagramSocket socket() throws IOException {
    var socket = new DatagramSocket(0, LOCAL);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static void say(DatagramSocket socket, String text, SocketAddress to) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private static DatagramPacket hear(DatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return packet;
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  private static SocketAddress local(int port) {
    return new InetSocketAddress(LOCAL, port);
  }

  @Test
  void eachSenderHasAConnectionOfItsOwnAndIsAnsweredByDatagrams() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "relay",
                "listen+udp://127.0.0.1:0",
                "127.0.0.1:" + server.getLocalPort() + "?framing=lines");
        DatagramSocket one = socket();
        DatagramSocket two = socket()) {
      SocketAddress relay = local(run.port());
      say(one, "from one", relay);
      try (Peer upstreamOfOne = Peer.accept(server)) {
        assertThat(upstreamOfOne.hearLine()).isEqualTo("from one\n");
        say(two, "from two", relay);
        try (Peer upstreamOfTwo = Peer.accept(server)) {
          assertThat(upstreamOfTwo.hearLine()).isEqualTo("from two\n");
          upstreamOfOne.say("to one\nagain\n");
          upstreamOfTwo.say("to two\n");
          assertThat(text(hear(one))).isEqualTo("to one");
          assertThat(text(hear(one))).isEqualTo("again");
          assertThat(text(hear(two))).isEqualTo("to two");
        }
      }
    }
  }

  @Test
  void eachMessageBecomesADatagramAndAnswersComeBack() throws Exception {
    try (DatagramSocket server = socket();
        Run run =
            Run.of(
                "relay",
                "listen+tcp://127.0.0.1:0?framing=lines",
                "udp://127.0.0.1:" + server.getLocalPort());
        Peer client = Peer.connect(run.port())) {
      client.say("one\n\nthree\n");
      DatagramPacket first = hear(server);
      assertThat(text(first)).isEqualTo("one");
      assertThat(text(hear(server))).isEmpty();
      assertThat(text(hear(server))).isEqualTo("three");
      client.finish();
      say(server, "answer", first.getSocketAddress());
      assertThat(client.hearAll()).as("until a second of silence").isEqualTo("answer\n");
    }
  }

  @Test
  void sendersMayShareAConnection() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "relay",
                "--share",
                "listen+udp://127.0.0.1:0",
                "127.0.0.1:" + server.getLocalPort() + "?framing=lines");
        Peer upstream = Peer.accept(server);
        DatagramSocket one = socket();
        DatagramSocket two = socket()) {
      SocketAddress relay = local(run.port());
      say(one, "from one", relay);
      assertThat(upstream.hearLine()).isEqualTo("from one\n");
      say(two, "from two", relay);
      assertThat(upstream.hearLine()).isEqualTo("from two\n");
      upstream.say("to all\nof you\n");
      for (DatagramSocket socket : new DatagramSocket[] {one, two}) {
        assertThat(text(hear(socket))).isEqualTo("to all");
        assertThat(text(hear(socket))).isEqualTo("of you");
      }
      upstream.finish();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void datagramsMayBePassedOnAsDatagrams() throws Exception {
    try (DatagramSocket server = socket();
        Run run =
            Run.of(
                "relay", "listen+udp://127.0.0.1:0", "udp://127.0.0.1:" + server.getLocalPort());
        DatagramSocket client = socket()) {
      String large = "x".repeat(65_507);
      say(client, large, local(run.port()));
      DatagramPacket question = hear(server);
      assertThat(text(question)).isEqualTo(large);
      say(server, "answer", question.getSocketAddress());
      assertThat(text(hear(client))).isEqualTo("answer");
    }
  }

  @Test
  void whatIsTooLongForADatagramIsReportedAndTheOthersAreSent() throws Exception {
    try (DatagramSocket server = socket();
        Run run =
            Run.of(
                "relay",
                "--one-way",
                "listen+tcp://127.0.0.1:0?framing=lines",
                "udp://127.0.0.1:" + server.getLocalPort());
        Peer client = Peer.connect(run.port())) {
      client.say("x".repeat(65_508) + "\nshort\n");
      assertThat(text(hear(server))).isEqualTo("short");
      run.err().await("not sent: ");
    }
  }

  @Test
  void askedToEndItPassesOnWhatHasCome() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "relay",
                "listen+udp://127.0.0.1:0",
                "127.0.0.1:" + server.getLocalPort() + "?framing=lines");
        DatagramSocket sender = socket()) {
      say(sender, "last words", local(run.port()));
      try (Peer upstream = Peer.accept(server)) {
        run.stop();
        assertThat(upstream.hearAll()).isEqualTo("last words\n");
      }
      assertThat(run.status()).isZero();
    }
  }
}
