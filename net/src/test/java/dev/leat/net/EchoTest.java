package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EchoTest {

  private static void echo(Connection connection) throws Exception {
    connection.answer((message, replies) -> replies.send(message));
  }

  @Test
  void echoesLinesToAClientOnEveryAddressOfLocalhost() throws Exception {
    try (var server = Server.bind("localhost:0", Framing.lines())) {
      server.start(EchoTest::echo);
      for (Endpoint address : server.addresses()) {
        try (var client = Client.connect(address.toString(), Framing.lines())) {
          client.send("one");
          assertThat(client.receive()).hasToString("one");
          client.sendAll(List.of(Message.of("two"), Message.of("")));
          assertThat(client.receive()).hasToString("two");
          assertThat(client.receive()).hasToString("");
          client.finishOutput();
          assertThat(client.receive()).isNull();
        }
      }
    }
  }

  @Test
  void servesAPlainSocket() throws Exception {
    try (var server = Server.bind("127.0.0.1:0", Framing.lines())) {
      server.start(EchoTest::echo);
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket.getOutputStream().write("hello\nwor".getBytes(StandardCharsets.UTF_8));
        assertThat(socket.getInputStream().readNBytes(6)).asString().isEqualTo("hello\n");
        socket.getOutputStream().write("ld\n".getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("world\n");
      }
    }
  }

  @Test
  void carriesManyMessagesOfAllSizes() throws Exception {
    List<String> texts = IntStream.range(0, 300).mapToObj(i -> "x".repeat(i * i)).toList();
    try (var server = Server.bind("127.0.0.1:0", Framing.lines())) {
      server.start(EchoTest::echo);
      try (var client = Client.connect("127.0.0.1:" + server.port(), Framing.lines())) {
        Thread sender =
            Thread.startVirtualThread(() -> {
              try {
                for (String text : texts) {
                  client.send(text);
                }
                client.finishOutput();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
        for (String text : texts) {
          assertThat(client.receive()).hasToString(text);
        }
        assertThat(client.receive()).isNull();
        sender.join();
        Counters counters = client.counters();
        assertThat(counters.messagesIn()).isEqualTo(300);
        assertThat(counters.messagesOut()).isEqualTo(300);
        assertThat(counters.bytesIn()).isEqualTo(counters.bytesOut());
      }
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int port;
    try (var server = Server.bind("127.0.0.1:0", Framing.lines())) {
      port = server.port();
    }
    assertThatThrownBy(() -> Client.connect("127.0.0.1:" + port, Framing.lines()))
        .isInstanceOf(ConnectFailed.class)
        .hasMessage(
            "cannot connect to tcp://127.0.0.1:"
                + port
                + ": connection refused (is a server listening there?)");
  }

  @Test
  void aPairTalksWithoutASocket() throws Exception {
    var pair = ConnectionPair.open(ConnectionOptions.standard());
    Thread right = Thread.startVirtualThread(() -> answerAll(pair.right()));
    pair.left().send("hello");
    assertThat(pair.left().receive()).hasToString("hello");
    pair.left().close();
    right.join();
    assertThat(pair.right().isOpen()).isFalse();
  }

  private static void answerAll(Connection connection) {
    try (connection) {
      echo(connection);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
