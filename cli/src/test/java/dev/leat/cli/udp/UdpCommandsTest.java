package dev.leat.cli.udp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Ports;
import dev.leat.cli.Run;
import dev.leat.framing.Message;
import dev.leat.net.Datagram;
import dev.leat.net.Endpoint;
import dev.leat.net.UdpSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class UdpCommandsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private static UdpSocket connect(Run run) throws Exception {
    return UdpSocket.connect("udp://127.0.0.1:" + run.port());
  }

  private static String endpoint(UdpSocket server) {
    return server.addresses().getFirst().toString();
  }

  // listen

  @Test
  void saysWhereItListensAndWhoCanReachIt() throws Exception {
    try (Run run = Run.of("listen", "udp://127.0.0.1:0")) {
      int port = run.port();
      assertThat(run.err().text())
          .isEqualTo(
              "listening on udp://127.0.0.1:%d (this machine only; udp://*:%d for every interface)\n"
                  .formatted(port, port));
    }
  }

  @Test
  void eachDatagramHasALineOfItsOwn() throws Exception {
    try (Run run = Run.of("listen", "udp://:0", "--count", "3");
        UdpSocket client = connect(run)) {
      client.send("without an end");
      client.send("with one\n");
      client.send("two\nlines");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("without an end\nwith one\ntwo\nlines\n");
      assertThat(run.err().text()).endsWith("received 3 datagrams, 32 bytes; lost 0\n");
    }
  }

  @Test
  void namesTheSender() throws Exception {
    try (Run run = Run.of("listen", "udp://127.0.0.1:0", "--prefix", "--count", "1");
        UdpSocket client = connect(run)) {
      client.send("hello");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("127.0.0.1:" + client.port() + ": hello\n");
    }
  }

  @Test
  void countsTheMessagesOfEachSenderInJson() throws Exception {
    try (Run run = Run.of("listen", "udp://127.0.0.1:0", "--json", "--count", "3");
        UdpSocket one = connect(run);
        UdpSocket other = connect(run)) {
      one.send("a");
      one.send("b");
      other.send("c");
      assertThat(run.status()).isZero();
      String peer = "\"peer\":\"udp://127.0.0.1:";
      assertThat(run.out().text().lines())
          .satisfiesExactlyInAnyOrder(
              line -> assertThat(line).contains(peer + one.port(), "\"offset\":0,\"text\":\"a\""),
              line -> assertThat(line).contains(peer + one.port(), "\"offset\":1,\"text\":\"b\""),
              line ->
                  assertThat(line).contains(peer + other.port(), "\"offset\":0,\"text\":\"c\""));
    }
  }

  @Test
  void showsDatagramsAsReads() throws Exception {
    try (Run run = Run.of("listen", "udp://127.0.0.1:0", "--show", "reads", "--count", "2");
        UdpSocket client = connect(run)) {
      client.send("hello\n");
      client.send("");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("#1 6 bytes \"hello\\n\"\n#2 0 bytes \"\"\n");
    }
  }

  @Test
  void answersAndKeepsInAFile() throws Exception {
    Path file = directory.resolve("out");
    try (Run run = Run.of("listen", "udp://127.0.0.1:0", "--reply", "ok", "--output", "" + file);
        UdpSocket client = connect(run)) {
      client.send("one");
      assertThat(client.receive(PATIENCE).text()).isEqualTo("ok");
      client.send("two");
      assertThat(client.receive(PATIENCE).text()).isEqualTo("ok");
    }
    assertThat(file).hasContent("one\ntwo\n");
  }

  @Test
  void whatHasComeIsReceivedBeforeItEnds() throws Exception {
    try (Run run = Run.of("listen", "udp://127.0.0.1:0");
        UdpSocket client = connect(run)) {
      for (int i = 0; i < 200; i++) {
        client.send("message " + i);
      }
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.out().text().lines()).hasSize(200);
      assertThat(run.err().text()).contains("received 200 datagrams");
    }
  }

  @Test
  void whatIsTooLongIsDroppedAndSaidEvenIfQuiet() throws Exception {
    try (Run run = Run.of("listen", "udp://:0", "--max-message", "3B", "-v", "--count", "1");
        UdpSocket client = connect(run)) {
      client.send("four");
      client.send("six");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("six\n");
      assertThat(run.err().text())
          .contains("received 1 datagram, 3 bytes; lost 0; dropped 1 that were too long")
          .contains("the system holds up to ");
    }
  }

  @Test
  void hasAStandardPort() throws Exception {
    try (Run run = Run.of("listen", "udp://")) {
      assertThat(run.err().await("\n"))
          .containsAnyOf("udp://127.0.0.1:1234", "udp://localhost:1234");
    }
  }

  @Test
  void localhostIsBothItsAddresses() throws Exception {
    try (Run run = Run.of("listen", "udp://:0", "--reply", "ok")) {
      int port = run.port();
      for (Endpoint address : addresses(run.err().text(), port)) {
        try (UdpSocket client = UdpSocket.connect(address.toString())) {
          client.send("hello");
          assertThat(client.receive(PATIENCE).text()).isEqualTo("ok");
        }
      }
    }
  }

  private static List<Endpoint> addresses(String announcement, int port) {
    return List.of("udp://127.0.0.1:" + port, "udp://[::1]:" + port).stream()
        .filter(announcement::contains)
        .map(Endpoint::parse)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listen udp:// --max-clients 3     | connections that could be too many: --max-clients has no place
          listen udp:// --max-per-address 3 | --max-per-address has no place
          listen udp:// --when-full refuse  | --when-full has no place
          listen udp:// --backlog 5         | --backlog has no place
          serve echo udp:// --max-clients 3 | --max-clients has no place
          listen udp:// --idle-timeout 3s   | --idle-timeout is for connections, and udp:// has none
          listen udp:// --quiet-time 3s     | --quiet-time is for connections, and udp:// has none
          connect udp://:9 --message-timeout 3s | --message-timeout is for connections
          listen udp:// --tls-self-signed   | --tls-self-signed is for TLS, which goes over tcp://
          """)
  void optionsOfConnectionsAreRefused(String command, String explanation) throws Exception {
    Run run = Run.toTheEnd(command.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).hasLineCount(1).contains(explanation);
  }

  // send

  @Test
  void sendsADatagramForEachMessage() throws Exception {
    try (UdpSocket server = UdpSocket.bind("udp://127.0.0.1:0")) {
      assertThat(Run.toTheEnd("send", endpoint(server), "one", "", "three").status()).isZero();
      for (String text : List.of("one", "", "three")) {
        assertThat(server.receive(PATIENCE).text()).isEqualTo(text);
      }
    }
  }

  @Test
  void sendsADatagramForEachLineOfAFile() throws Exception {
    Path file = Files.writeString(directory.resolve("in"), "one\ntwo\r\nlast");
    try (UdpSocket server = UdpSocket.bind("udp://127.0.0.1:0")) {
      Run run = Run.toTheEnd("send", endpoint(server), "--file", "" + file, "--rate", "1000/s");
      assertThat(run.status()).isZero();
      for (String text : List.of("one", "two", "last")) {
        assertThat(server.receive(PATIENCE).text()).isEqualTo(text);
      }
    }
  }

  @Test
  void waitsForReplies() throws Exception {
    try (UdpSocket server = UdpSocket.bind("udp://127.0.0.1:0");
        Run run = Run.of("send", endpoint(server), "hello", "--expect", "2")) {
      Datagram question = server.receive(PATIENCE);
      server.reply(question, "one");
      server.reply(question, "two");
      server.reply(question, "three");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void aReplyThatDoesNotComeIsAFailure() throws Exception {
    try (UdpSocket server = UdpSocket.bind("udp://127.0.0.1:0");
        Run run =
            Run.of("send", endpoint(server), "hello", "--expect", "2", "--timeout", "300ms")) {
      server.reply(server.receive(PATIENCE), "one");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out().text()).isEqualTo("one\n");
      assertThat(run.err().text())
          .isEqualTo(
              "leat send: no reply from %s within 300ms; 1 of 2 came (datagrams can get lost)\n"
                  .formatted(endpoint(server)));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void nobodyThereIsAFailure(String replies) throws Exception {
    String gone = "udp://127.0.0.1:" + Ports.free();
    Run run = Run.toTheEnd("send", gone, "hello", "--expect", replies);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text())
        .isEqualTo("leat send: nobody listens on %s (port unreachable)\n".formatted(gone));
  }

  @Test
  void whatIsTooLongIsNotSentAndTheRestIs() throws Exception {
    try (UdpSocket server = UdpSocket.bind("udp://127.0.0.1:0")) {
      Run run = Run.toTheEnd("send", endpoint(server), "before", "x".repeat(65508), "behind");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text())
          .isEqualTo(
              "not sent: message of 65508 bytes: a UDP datagram over IPv4 has at most 65507\n");
      assertThat(server.receive(PATIENCE).text()).isEqualTo("before");
      assertThat(server.receive(PATIENCE).text()).isEqualTo("behind");
      assertThat(server.arrived()).isNull();
    }
  }

  // connect

  @Test
  void eachLineThatIsTypedIsADatagramAndWhatComesIsShown() throws Exception {
    try (UdpSocket server = UdpSocket.bind("udp://127.0.0.1:0");
        Run run = Run.onTerminal("connect", endpoint(server), "--count", "2")) {
      run.err().await("talking to " + endpoint(server) + " (each line is a datagram)");
      run.type("hello\n");
      Datagram question = server.receive(PATIENCE);
      assertThat(question.text()).isEqualTo("hello");
      server.reply(question, "hi");
      run.out().await("hi\n");
      run.type("and\nmore\n");
      assertThat(server.receive(PATIENCE).text()).isEqualTo("and");
      assertThat(server.receive(PATIENCE).text()).isEqualTo("more");
      server.reply(question, "bye\n");
      assertThat(run.status()).isZero();
      assertThat(run.out().text()).isEqualTo("hi\nbye\n");
    }
  }

  @Test
  void whoTypesMayWaitForSomebodyToBeThere() throws Exception {
    String endpoint = "udp://127.0.0.1:" + Ports.free();
    try (Run run = Run.onTerminal("connect", endpoint)) {
      run.type("anybody?\n");
      run.err().await("nobody listens on " + endpoint + " (port unreachable)");
      try (UdpSocket late = UdpSocket.bind(endpoint)) {
        run.type("hello\n");
        Datagram question = late.receive(PATIENCE);
        assertThat(question.text()).isEqualTo("hello");
        late.reply(question, "hi");
        run.out().await("hi\n");
      }
    }
  }

  @Test
  void whatIsPipedEndsWithAFailureWhereNobodyIs() throws Exception {
    String gone = "udp://127.0.0.1:" + Ports.free();
    try (Run run = Run.piped("connect", gone)) {
      run.type("hello\n");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).contains("leat connect: nobody listens on " + gone);
    }
  }

  @Test
  void endsAfterASilence() throws Exception {
    try (UdpSocket server = UdpSocket.bind("udp://127.0.0.1:0");
        Run run = Run.of("connect", endpoint(server), "--timeout", "100ms", "--no-stdin")) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text())
          .contains("no message from " + endpoint(server) + " within 100ms");
    }
  }

  // serve echo

  @ParameterizedTest
  @ValueSource(strings = {"serve echo", "listen --reply ok"})
  void whatMayBeAnotherOfItsKindIsNotAnswered(String command) throws Exception {
    try (Run run = Run.of((command + " udp://127.0.0.1:0 -v").split(" "));
        UdpSocket other = UdpSocket.bind("udp://127.0.0.2:" + run.port());
        UdpSocket client = connect(run)) {
      other.send(Message.of("ping"), Endpoint.parse("udp://127.0.0.1:" + run.port()));
      run.err().await("udp://127.0.0.2:" + run.port() + " is not answered");
      client.send("ok");
      assertThat(client.receive(PATIENCE).text()).isEqualTo("ok");
    }
  }

  @Test
  void echoesDatagrams() throws Exception {
    try (Run run = Run.of("serve", "echo", "udp://127.0.0.1:0");
        UdpSocket client = connect(run)) {
      for (String text : List.of("one", "", "x".repeat(65507))) {
        client.send(text);
        assertThat(client.receive(PATIENCE).text()).isEqualTo(text);
      }
    }
  }

  // What makes no sense

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          feed udp://:8001                        | leat feed: udp://localhost:8001 has datagrams and no connections: nobody can subscribe; to send to one place, leat send udp://localhost:8001 --file FILE --rate RATE
          listen udp://:8001 --framing lines      | with udp:// a datagram is a message by itself: --framing lines has no place
          listen udp://:8001 --too-long truncate  | with udp:// what is longer than --max-message is dropped and counted
          listen udp://:8001 --buffer 8           | with udp:// a datagram is read whole: --buffer has no place
          listen udp://:8001 --close              | --close is for connections, and udp:// has none
          listen udp://:8001 --show frames        | --show frames needs to know the frames
          listen udp://:8001?framing=lines        | a datagram is a message by itself
          connect udp://:8001 --reconnect         | --reconnect is for connections, and udp:// has none
          send udp://:8001?mode=600 x             | unknown option of an endpoint: mode
          """)
  void whatMakesNoSenseIsRefused(String command, String why) throws Exception {
    Run run = Run.toTheEnd(command.split(" +"));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).contains(why);
  }
}
