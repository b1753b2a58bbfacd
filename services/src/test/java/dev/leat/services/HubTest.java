package dev.leat.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import dev.leat.net.Client;
import dev.leat.net.Connection;
import dev.leat.net.Server;
import dev.leat.services.Hub.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HubTest {
  private static final Framing TILDE = Framing.delimiter((byte) '~');

  private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
  private Hub hub;
  private Server server;

  private void serve(Talk talk) throws Exception {
    hub =
        new Hub(
            TILDE,
            1 << 20,
            talk,
            new HubEvents() {
              @Override
              public void joined(Member member) {
                events.add(member.number() + member.nick() + " joined");
              }

              @Override
              public void said(Member member, Message message) {
                events.add(member.number() + member.nick() + " said " + message);
              }

              @Override
              public void left(Member member, long missed) {
                events.add(member.number() + member.nick() + " left" + (missed > 0 ? " slow" : ""));
              }
            });
    server = Server.bind("127.0.0.1:0", TILDE);
    server.start(hub);
  }

  @AfterEach
  void close() {
    server.close();
    hub.close();
  }

  private Connection join() throws Exception {
    Connection connection = Client.connect("127.0.0.1:" + server.port(), TILDE);
    assertThat(event()).endsWith(" joined");
    return connection;
  }

  private String event() throws InterruptedException {
    return events.poll(60, TimeUnit.SECONDS);
  }

  @Test
  void theOperatorIsHeardByAllAndMembersByTheOperatorAlone() throws Exception {
    serve(new Talk(false, false));
    try (Connection one = join();
        Connection two = join()) {
      hub.say(Message.of("to all"));
      assertThat(one.receive()).hasToString("to all");
      assertThat(two.receive()).hasToString("to all");
      one.send("to you");
      assertThat(event()).isEqualTo("1 said to you");
      hub.say(Message.of("again"));
      assertThat(one.receive()).hasToString("again");
      assertThat(two.receive()).hasToString("again");
    }
  }

  @Test
  void withEveryoneEachHearsTheOthersButNotItself() throws Exception {
    serve(new Talk(true, false));
    try (Connection one = join();
        Connection two = join()) {
      one.send("1");
      assertThat(two.receive()).hasToString("1");
      two.send("2");
      assertThat(one.receive()).hasToString("2");
    }
  }

  @Test
  void aMemberThatFinishesHasLeftAndGetsWhatWasSaidBefore() throws Exception {
    serve(new Talk(false, false));
    try (Connection one = join()) {
      for (int i = 0; i < 1000; i++) {
        hub.say(Message.of("message " + i));
      }
      one.finishOutput();
      for (int i = 0; i < 1000; i++) {
        assertThat(one.receive()).hasToString("message " + i);
      }
      assertThat(one.receive()).isNull();
      assertThat(event()).isEqualTo("1 left");
    }
  }

  @Test
  void aMemberThatReadsNothingKeepsNobodyWaiting() throws Exception {
    serve(new Talk(false, false));
    Message large = Message.of("x".repeat(1 << 20));
    try (Connection stuck = join();
        Connection quick = join()) {
      for (int i = 0; i < 200; i++) { // more than the sockets and the log hold
        hub.say(large);
        assertThat(quick.receive()).isEqualTo(large);
      }
      hub.say(Message.of("end"));
      assertThat(quick.receive()).hasToString("end");
      int got = 0;
      while (!stuck.receive().text().equals("end")) {
        got++;
      }
      assertThat(got).isLessThan(200);
      stuck.finishOutput();
      assertThat(event()).isEqualTo("1 left slow");
    }
  }

  @Test
  void aNameIsAskedForUntilItIsOneThatNobodyHas() throws Exception {
    serve(new Talk(true, true));
    try (Connection one = Client.connect("127.0.0.1:" + server.port(), TILDE);
        Connection two = Client.connect("127.0.0.1:" + server.port(), TILDE)) {
      assertThat(one.receive()).hasToString("your first message is your name");
      assertThat(two.receive()).hasToString("your first message is your name");
      one.send("Ann");
      assertThat(event()).isEqualTo("1Ann joined");
      two.send("Ann");
      assertThat(two.receive()).hasToString("Ann is taken: try another name");
      two.send(" ");
      assertThat(two.receive()).asString().contains("try another");
      two.send("Bob\u001b");
      assertThat(event()).isEqualTo("2Bob\\u001B joined");
      two.send("hello");
      assertThat(one.receive()).hasToString("Bob\\u001B: hello");
    }
    List<String> left = new ArrayList<>();
    while (left.size() < 2) {
      String event = event();
      assertThat(event).isNotNull();
      if (event.endsWith("left")) {
        left.add(event);
      }
    }
    assertThat(left).containsExactlyInAnyOrder("1Ann left", "2Bob\\u001B left");
    try (Connection again = Client.connect("127.0.0.1:" + server.port(), TILDE)) {
      again.send("Ann");
      assertThat(event()).isEqualTo("3Ann joined");
    }
  }

  @Test
  void aLineEndWithinAMessageForgesNothing() throws Exception {
    serve(new Talk(true, true));
    try (Connection mallory = Client.connect("127.0.0.1:" + server.port(), TILDE);
        Connection ann = Client.connect("127.0.0.1:" + server.port(), TILDE)) {
      mallory.send("Mallory");
      assertThat(event()).isEqualTo("1Mallory joined");
      ann.send("Ann");
      assertThat(event()).isEqualTo("2Ann joined");
      mallory.send("hi\nBob: I owe you\r\nBob: a lot\rBob: really\n");
      assertThat(ann.receive()).hasToString("your first message is your name");
      assertThat(ann.receive())
          .hasToString("Mallory: hi\n Bob: I owe you\r\n Bob: a lot\r Bob: really\n ");
    }
  }

  @Test
  void whatTheFramingCannotCarryIsRefusedBeforeAnybodyGetsIt() throws Exception {
    serve(new Talk(false, false));
    try (Connection one = join()) {
      assertThatThrownBy(() -> hub.say(Message.of("a~b"))).isInstanceOf(UnencodableMessage.class);
      hub.say(Message.of("fine"));
      assertThat(one.receive()).hasToString("fine");
    }
  }
}
