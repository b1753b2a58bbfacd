package dev.leat.cli.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.net.Datagram;
import dev.leat.net.UdpSocket;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DatagramClientsTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final Losses losses = new Losses();
  private final List<UdpSocket> senders = new ArrayList<>();
  private final List<Message> replies = new ArrayList<>();
  private UdpSocket socket;

  @BeforeEach
  void open() throws Exception {
    socket = UdpSocket.bind("udp://127.0.0.1:0");
    for (int i = 0; i < 3; i++) {
      senders.add(UdpSocket.connect("udp://127.0.0.1:" + socket.port()));
    }
  }

  @AfterEach
  void close() throws Exception {
    socket.close();
    for (UdpSocket sender : senders) {
      sender.close();
    }
  }

  private DatagramClients clients(int most, int datagramsOfEach, int datagramsOfAll) {
    long memory = DatagramClients.memory(Message.of("x"));
    return clients(
        new DatagramLimits(most, datagramsOfEach * memory, datagramsOfAll * memory, LONG, LONG));
  }

  private DatagramClients clients(DatagramLimits limits) {
    return new DatagramClients(limits, losses);
  }

  /** Has one of the senders say a single character. */
  private DatagramClient say(DatagramClients clients, int sender, String character)
      throws Exception {
    senders.get(sender).send(character);
    Datagram datagram = socket.receive(LONG);
    return clients.take(datagram, (to, message) -> replies.add(message));
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream().map(Message::text).toList();
  }

  @Test
  void whoSaysSomethingIsAClientAndWhatItSaysWaits() throws Exception {
    DatagramClients clients = clients(2, 10, 10);
    DatagramClient one = say(clients, 0, "a");
    assertThat(say(clients, 0, "b")).as("is known").isNull();
    DatagramClient two = say(clients, 1, "c");
    assertThat(texts(one.receive())).containsExactly("a", "b");
    assertThat(texts(two.receive())).containsExactly("c");
    assertThat(losses.total()).isZero();
  }

  @Test
  void whatHasNoRoomIsCounted() throws Exception {
    DatagramClients clients = clients(2, 2, 3);
    DatagramClient one = say(clients, 0, "a");
    say(clients, 0, "b");
    say(clients, 0, "c");
    assertThat(losses.total()).as("more than one may have").isEqualTo(1);
    DatagramClient two = say(clients, 1, "d");
    say(clients, 1, "e");
    assertThat(losses.text())
        .as("more than all may have")
        .isEqualTo("2 datagrams lost: 2 came faster than the other side took them");
    List<Message> taken = one.receive();
    say(clients, 0, "f");
    assertThat(losses.total()).as("what is taken is not yet passed on").isEqualTo(3);
    one.passedOn(taken);
    say(clients, 0, "g");
    assertThat(texts(one.receive())).containsExactly("g");
    assertThat(texts(two.receive())).containsExactly("d");
    assertThat(losses.total()).isEqualTo(3);
  }

  @Test
  void whoIsSilentLeavesAndBeginsAnewWithItsNextDatagram() throws Exception {
    DatagramClients clients = clients(new DatagramLimits(1, 1000, 1000, SHORT, LONG));
    DatagramClient before = say(clients, 0, "a");
    before.passedOn(before.receive());
    assertThat(before.receive()).isEmpty();
    assertThat(before.hasLeft()).isTrue();
    DatagramClient after = say(clients, 0, "b");
    assertThat(after).isNotNull().isNotSameAs(before);
    assertThat(texts(after.receive())).containsExactly("b");
  }

  @Test
  void whatIsSentToOneDoesNotKeepItAndOnceItHasLeftNothingIs() throws Exception {
    DatagramClients clients = clients(new DatagramLimits(1, 1000, 1000, SHORT, LONG));
    DatagramClient client = say(clients, 0, "a");
    client.passedOn(client.receive());
    client.send(List.of(Message.of("here")));
    assertThat(texts(replies)).containsExactly("here");
    var silence = new FutureTask<>(client::receive);
    Thread.ofVirtual().start(silence);
    while (!silence.isDone()) {
      client.send(List.of(Message.of("still here?")));
      Thread.onSpinWait();
    }
    int before = replies.size();
    client.send(List.of(Message.of("gone")));
    assertThat(replies).hasSize(before);
  }

  @Test
  void ofMoreThanAreLetInTheLongestSilentIsForgotten() throws Exception {
    DatagramClients clients = clients(2, 10, 10);
    DatagramClient one = say(clients, 0, "a");
    DatagramClient two = say(clients, 1, "b");
    say(clients, 0, "c");
    DatagramClient three = say(clients, 2, "d");
    assertThat(two.hasLeft()).isTrue();
    assertThat(texts(two.receive())).as("what it said is not lost").containsExactly("b");
    assertThat(two.receive()).isEmpty();
    assertThat(texts(one.receive())).containsExactly("a", "c");
    assertThat(texts(three.receive())).containsExactly("d");
    assertThat(losses.total()).isZero();
  }

  @Test
  void whileAsManyAreLeavingAsAreLetInNobodyNewIs() throws Exception {
    DatagramClients clients = clients(1, 10, 10);
    DatagramClient one = say(clients, 0, "a");
    say(clients, 1, "b");
    assertThat(say(clients, 2, "c")).isNull();
    assertThat(losses.text())
        .isEqualTo("1 datagram lost: 1 came from more clients than are let in");
    one.passedOn(one.receive());
    clients.ended(one);
    assertThat(say(clients, 2, "d")).isNotNull();
  }

  @Test
  void whatIsNotPassedOnWhenOneEndsIsCountedAndItRests() throws Exception {
    DatagramClients clients = clients(2, 10, 10);
    DatagramClient client = say(clients, 0, "a");
    client.receive();
    say(clients, 0, "b");
    clients.ended(client);
    assertThat(losses.text())
        .isEqualTo("2 datagrams lost: 2 were for a connection that had ended or could not be had");
    assertThat(say(clients, 0, "c")).as("rests").isNull();
    assertThat(losses.total()).isEqualTo(3);
    assertThat(say(clients, 1, "d")).as("another").isNotNull();
  }

  @Test
  void afterAPauseItIsServedAgain() throws Exception {
    DatagramClients clients = clients(new DatagramLimits(2, 1000, 1000, LONG, Duration.ZERO));
    clients.ended(say(clients, 0, "a"));
    assertThat(losses.total()).isEqualTo(1);
    assertThat(texts(say(clients, 0, "b").receive())).containsExactly("b");
  }

  @Test
  void whatWaitsOfOneThatIsForgottenIsPassedOnAlsoWhereItHears() throws Exception {
    DatagramClients clients = clients(1, 10, 10);
    DatagramClient forgotten = say(clients, 0, "a");
    var passedOn = new LinkedBlockingQueue<Message>();
    try (MessageLog stream = MessageLog.inMemory(Framing.lines(), LogOptions.standard())) {
      var passing = new CountDownLatch(1);
      var mayGoOn = new CountDownLatch(1);
      Sink slow =
          messages -> {
            passing.countDown();
            await(mayGoOn);
            passedOn.addAll(messages);
          };
      var sharing = new Sharing(stream, Slow.WAIT, slow, new Flow(), LONG);
      var served =
          new FutureTask<Void>(() -> {
            sharing.serve(forgotten);
            clients.ended(forgotten);
            return null;
          });
      Thread.ofVirtual().start(served);
      passing.await();
      say(clients, 0, "b");
      say(clients, 1, "c"); // for which the other is forgotten
      assertThat(forgotten.hasLeft()).isTrue();
      assertThatThrownBy(() -> served.get(300, TimeUnit.MILLISECONDS))
          .as("its end, before what waits is passed on")
          .isInstanceOf(TimeoutException.class);
      mayGoOn.countDown();
      served.get();
    }
    assertThat(texts(List.copyOf(passedOn))).containsExactly("a", "b");
    assertThat(losses.total()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while it passes something on", e);
    }
  }

  @Test
  void finishingTakesWhatHasComeAndCountsWhatIsLeft() throws Exception {
    DatagramClients clients = clients(new DatagramLimits(2, 1000, 1000, SHORT, LONG));
    DatagramClient served = say(clients, 0, "a");
    DatagramClient stuck = say(clients, 1, "b");
    Thread.ofVirtual()
        .start(() -> {
          try {
            served.carryTo(messages -> {}, new Flow());
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          clients.ended(served);
        });
    assertThat(clients.finish(Duration.ofMillis(200))).as("all have ended").isFalse();
    clients.ended(stuck);
    assertThat(clients.awaitAllLeft(LONG)).isTrue();
    assertThat(losses.total()).isEqualTo(1);
  }
}
