package dev.leat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

  // Who is a client, and for how long

  @Test
  void aSenderThatWasSilentForLongIsHeardAgain() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "relay",
                "--share",
                "-v",
                "listen+udp://127.0.0.1:0?idle-timeout=50ms",
                "127.0.0.1:" + server.getLocalPort() + "?framing=lines");
        Peer upstream = Peer.accept(server);
        DatagramSocket sender = socket()) {
      String name = "udp://127.0.0.1:" + sender.getLocalPort();
      for (int i = 0; i < 3; i++) {
        say(sender, "message " + i, local(run.port()));
        assertThat(upstream.hearLine()).isEqualTo("message " + i + "\n");
        int times = i + 1;
        run.err()
            .await(text -> text.split(name + " left", -1).length > times, "it is forgotten again");
      }
      upstream.say("nobody is here\n");
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).contains("received 3 datagrams").doesNotContain("lost: ");
    }
  }

  @Test
  void aSenderThatWasSilentForLongGetsAnotherConnection() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "relay",
                "--idle-timeout=1s",
                "listen+udp://127.0.0.1:0",
                "127.0.0.1:" + server.getLocalPort() + "?framing=lines&idle-timeout=0");
        DatagramSocket sender = socket()) {
      say(sender, "one", local(run.port()));
      try (Peer first = Peer.accept(server)) { // which never finishes
        assertThat(first.hearAll()).isEqualTo("one\n");
        say(sender, "two", local(run.port()));
        try (Peer second = Peer.accept(server)) {
          assertThat(second.hearLine()).isEqualTo("two\n");
          second.say("answer\n");
          assertThat(text(hear(sender))).isEqualTo("answer");
        }
      }
    }
  }

  @Test
  void aStreamIsSentToAnAddressOnlyWhileItSaysSomething() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "relay",
                "--share",
                "--one-way",
                "-v",
                "127.0.0.1:" + server.getLocalPort() + "?framing=lines",
                "listen+udp://127.0.0.1:0?idle-timeout=1s");
        Peer source = Peer.accept(server);
        DatagramSocket subscriber = socket();
        var ticks = new Ticks(source)) {
      say(subscriber, "me too", local(run.port()));
      assertThat(text(hear(subscriber))).isEqualTo("tick");
      run.err().await("udp://127.0.0.1:" + subscriber.getLocalPort() + " left");
      long sent = ticks.count();
      ticks.awaitMore(sent + 20);
      say(subscriber, "me again", local(run.port()));
      run.err().await(text -> text.split(" left", -1).length > 2, "it is forgotten a second time");
      run.stop();
      assertThat(run.status()).isZero();
    }
  }

  /** Has a peer say the same again and again. */
  private static final class Ticks implements AutoCloseable {
    private final AtomicLong count = new AtomicLong();
    private final Thread thread;

    Ticks(Peer peer) {
      thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (!Thread.interrupted()) {
                    peer.say("tick\n");
                    count.incrementAndGet();
                    TimeUnit.MILLISECONDS.sleep(5);
                  }
                } catch (IOException | InterruptedException e) {
                  // The other side has ended, or it is closed.
                }
              });
    }

    long count() {
      return count.get();
    }

    void awaitMore(long than) {
      await().atMost(Duration.ofSeconds(60)).until(() -> count.get() > than);
    }

    @Override
    public void close() {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while the other thread ended", e);
      }
    }
  }

  @Test
  void ofMoreClientsThanAreLetInTheLongestSilentIsForgotten() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "relay",
                "--share",
                "-v",
                "--max-clients=1",
                "listen+udp://127.0.0.1:0",
                "127.0.0.1:" + server.getLocalPort() + "?framing=lines");
        Peer upstream = Peer.accept(server)) {
      for (int i = 0; i < 5; i++) {
        try (DatagramSocket sender = socket()) {
          say(sender, "from port " + sender.getLocalPort(), local(run.port()));
          assertThat(upstream.hearLine()).isEqualTo("from port " + sender.getLocalPort() + "\n");
          int leaving = i;
          run.err()
              .await(text -> text.split(" left", -1).length > leaving, "the one before has left");
        }
      }
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).doesNotContain("lost: ");
    }
  }

  // What is lost

  @Test
  void whatCannotBePassedOnIsCounted() throws Exception {
    ServerSocket server = Peer.listen();
    server.close();
    try (Run run =
            Run.of(
                "relay",
                "listen+udp://127.0.0.1:0",
                "127.0.0.1:" + server.getLocalPort() + "?framing=lines");
        DatagramSocket sender = socket()) {
      for (int i = 0; i < 20; i++) {
        say(sender, "" + i, local(run.port()));
      }
      run.err().await("connection refused");
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text())
          .contains("20 datagrams lost: 20 were for a connection that had ended or could not")
          .containsOnlyOnce("connection refused");
    }
  }

  @Test
  void aServerOfDatagramsMayComeLate() throws Exception {
    int port = Ports.free();
    try (Run run =
            Run.of("relay", "listen+tcp://127.0.0.1:0?framing=lines", "udp://127.0.0.1:" + port);
        Peer client = Peer.connect(run.port())) {
      client.say("is anybody there?\n");
      run.err().await("nobody listens on udp://127.0.0.1:" + port);
      client.say("still nobody?\n");
      run.err().await(text -> text.split("nobody listens", -1).length > 2, "another line about it");
      try (var server = new DatagramSocket(port, LOCAL)) {
        server.setSoTimeout(60_000);
        client.say("and now?\n");
        assertThat(text(hear(server))).isEqualTo("and now?");
      }
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).contains("2 datagrams lost: 2 could not be sent, or nobody");
    }
  }

  @Test
  void readsOfBytesFitIntoDatagrams() throws Exception {
    String block = "x".repeat(1 << 16);
    try (DatagramSocket server = socket();
        Run run =
            Run.of(
                "relay", "listen+tcp://127.0.0.1:0", "udp://127.0.0.1:" + server.getLocalPort());
        Peer client = Peer.connect(run.port())) {
      for (int i = 0; i < 16; i++) {
        client.say(block);
        for (int heard = 0; heard < block.length(); ) {
          heard += hear(server).getLength();
        }
      }
      assertThat(run.err().text()).doesNotContain("not sent");
    }
  }
}
