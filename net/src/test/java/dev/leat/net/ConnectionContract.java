package dev.leat.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.DecoderOptions;
import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Message;
import dev.leat.framing.Partial;
import dev.leat.framing.TooLong;
import dev.leat.framing.TruncatedFrame;
import dev.leat.framing.UnencodableMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every connection does, whatever it stands on. */
@Timeout(120)
abstract class ConnectionContract {
  private static final Duration SOON = Duration.ofMillis(50);

  private Wire peer;
  private Wire own;
  private Connection connection;

  abstract Wires wires() throws Exception;

  /** The peer has no word of farewell from a connection that was closed at once. */
  void assertCutOff(Wire peer) throws IOException {
    assertThat(Wires.readAll(peer)).isEmpty();
  }

  @BeforeEach
  void open() throws Exception {
    Wires wires = wires();
    own = wires.left();
    peer = wires.right();
  }

  @AfterEach
  void close() throws Exception {
    if (connection != null) {
      connection.abort();
    }
    own.close();
    peer.close();
  }

  private Connection connect() {
    return connect(options -> options);
  }

  private Connection connect(UnaryOperator<ConnectionOptions> change) {
    connection =
        new Connection(own, change.apply(ConnectionOptions.standard()), Resources.ofClient());
    return connection;
  }

  private Connection connectWithin(UnaryOperator<Timeouts> change) {
    return connect(options -> options.timeouts(change.apply(Timeouts.none())));
  }

  private void peerSays(String text) throws IOException {
    Wires.write(peer, text);
  }

  // Receiving

  @Test
  void receivesMessagesAndThenTheEnd() throws Exception {
    connect();
    peerSays("one\n\ntwo\r\n");
    peer.finishOutput();
    assertThat(connection.receive()).hasToString("one");
    assertThat(connection.receive()).hasToString("");
    assertThat(connection.receive()).hasToString("two");
    assertThat(connection.receive()).isNull();
    assertThat(connection.receive()).isNull();
  }

  @Test
  void saysWhichMessagesAreAlreadyHere() throws Exception {
    connect();
    assertThat(connection.arrived()).isNull();
    peerSays("one\ntwo\nthr");
    assertThat(connection.receive()).hasToString("one");
    assertThat(connection.arrived()).hasToString("two");
    assertThat(connection.arrived()).isNull();
    peerSays("ee\n");
    assertThat(connection.receive()).hasToString("three");
    peer.finishOutput();
    assertThat(connection.receive()).isNull();
    assertThat(connection.arrived()).isNull();
  }

  @Test
  void receivesAMessageThatComesByteByByte() throws Exception {
    connect();
    var received = Async.call(connection::receive);
    for (char letter : "drop by drop\n".toCharArray()) {
      peerSays(String.valueOf(letter));
    }
    assertThat(received.get()).hasToString("drop by drop");
  }

  @Test
  void receivesMessagesOfEverySizeAroundEveryBuffer() throws Exception {
    connect();
    int[] sizes = {
      0, 1, 510, 511, 512, 513, 4094, 4095, 4096, 4097, 65534, 65535, 65536, 65537, 131072, 1 << 20
    };
    var peerWrites =
        Async.run(() -> {
          for (int size : sizes) {
            peerSays("x".repeat(size) + "\n");
          }
          peer.finishOutput();
        });
    for (int size : sizes) {
      assertThat(connection.receive().size()).isEqualTo(size);
    }
    assertThat(connection.receive()).isNull();
    peerWrites.get();
  }

  @Test
  void ownedMessagesOutliveLaterOnes() throws Exception {
    connect();
    peerSays("first\nsecond\n");
    Message first = connection.receive();
    connection.receive();
    assertThat(first).hasToString("first");
  }

  @Test
  void lendsMessagesUntilThePeerFinishes() throws Exception {
    connect();
    peerSays("a\nb\nc");
    peer.finishOutput();
    List<String> seen = new ArrayList<>();
    connection.forEach(message -> seen.add(UTF_8.decode(message).toString()));
    assertThat(seen).containsExactly("a", "b", "c");
  }

  @Test
  void aPeerThatBreaksOffInsideAMessageIsAnError() throws Exception {
    connect(o -> o.decoder(DecoderOptions.standard().partial(Partial.ERROR)));
    peerSays("whole\nhal");
    peer.finishOutput();
    assertThat(connection.receive()).hasToString("whole");
    assertThatThrownBy(connection::receive)
        .isInstanceOf(TruncatedFrame.class)
        .hasMessageStartingWith("socket connection broken: 3 bytes");
  }

  @Test
  void memoryGrowsWithWhatCameAndShrinksWhenItIsTaken() throws Exception {
    connect();
    assertThat(connection.inputCapacity()).isEqualTo(512);
    peerSays("hello\n");
    connection.receive();
    assertThat(connection.inputCapacity()).isEqualTo(512);
    var flood = Async.run(() -> peerSays("x".repeat(500_000) + "\n"));
    connection.receive();
    flood.get();
    assertThat(connection.inputCapacity()).isBetween(500_000, 1_048_576 + 2 * 65_536);
    var idle = Async.call(connection::receive).awaitBlocked();
    assertThat(connection.inputCapacity()).isLessThanOrEqualTo(4096);
    peerSays("end\n");
    assertThat(idle.get()).hasToString("end");
  }

  @Test
  void aReadBringsNoMoreThanAsked() throws Exception {
    connect(o -> o.readSize(3));
    peerSays("abcdef\n");
    assertThat(connection.receive()).hasToString("abcdef");
    assertThat(connection.counters().bytesIn()).isEqualTo(7);
  }

  @Test
  void onlyOneThreadAtATimeReceives() throws Exception {
    connect();
    var receiving = Async.call(connection::receive).awaitBlocked();
    assertThatThrownBy(connection::receive)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("messages are received by one thread at a time");
    assertThatThrownBy(connection::arrived).isInstanceOf(IllegalStateException.class);
    peerSays("one\ntwo\n");
    assertThat(receiving.get()).hasToString("one");
    assertThat(connection.receive()).hasToString("two");
  }

  // Messages too long

  @Test
  void aMessageTooLongEndsTheInputButThePeerCanBeTold() throws Exception {
    connect(o -> o.maxMessage(10));
    peerSays("short\n" + "x".repeat(100));
    assertThat(connection.receive()).hasToString("short");
    assertThatThrownBy(connection::receive)
        .isInstanceOf(FrameTooLong.class)
        .hasMessageContaining("the limit is 10");
    assertThatThrownBy(connection::receive).isInstanceOf(FrameTooLong.class);
    connection.send("too long");
    assertThat(Wires.read(peer, 9)).isEqualTo("too long\n");
  }

  @Test
  void aLineWithoutAnEndHoldsNoMoreThanTheMaximumAndABuffer() throws Exception {
    connect(o -> o.maxMessage(100_000));
    var endless = Async.run(() -> Wires.writeForEver(peer));
    assertThatThrownBy(connection::receive).isInstanceOf(FrameTooLong.class);
    assertThat(connection.inputCapacity()).isLessThanOrEqualTo(100_000 + 2 * 65_536);
    connection.close();
    assertThatThrownBy(endless::get).isInstanceOf(IOException.class);
  }

  @Test
  void messagesTooLongAreDroppedAndCountedWhereAsked() throws Exception {
    connect(o -> o.decoder(DecoderOptions.standard().max(4).tooLong(TooLong.DROP)));
    peerSays("one\nmuch too long\ntwo\nalso too long\n");
    peer.finishOutput();
    assertThat(connection.receive()).hasToString("one");
    assertThat(connection.receive()).hasToString("two");
    assertThat(connection.receive()).isNull();
    assertThat(connection.counters().dropped()).isEqualTo(2);
    assertThat(connection.counters().messagesIn()).isEqualTo(2);
  }

  // Sending

  @Test
  void sendsTextBytesAndBatches() throws Exception {
    connect();
    connection.send("text");
    connection.send(Message.of("message"));
    ByteBuffer bytes = ByteBuffer.wrap("bytes".getBytes(UTF_8));
    connection.send(bytes);
    assertThat(bytes.hasRemaining()).isFalse();
    connection.sendAll(List.of(Message.of("a"), Message.of("b")));
    connection.finishOutput();
    assertThat(Wires.readAll(peer)).isEqualTo("text\nmessage\nbytes\na\nb\n");
    Counters counters = connection.counters();
    assertThat(counters.messagesOut()).isEqualTo(5);
    assertThat(counters.bytesOut()).isEqualTo(23);
  }

  @Test
  void whatCannotBeEncodedIsNotSentAtAllAndHarmsNothing() throws Exception {
    connect();
    assertThatThrownBy(() -> connection.send("a\nb")).isInstanceOf(UnencodableMessage.class);
    assertThatThrownBy(
            () -> connection.sendAll(List.of(Message.of("fine"), Message.of("not\nfine"))))
        .isInstanceOf(UnencodableMessage.class);
    connection.send("good");
    connection.finishOutput();
    assertThat(Wires.readAll(peer)).isEqualTo("good\n");
  }

  @Test
  void sendingNothingIsRefusedToo() throws Exception {
    connect();
    connection.sendAll(List.of());
    connection.abort();
    assertThatThrownBy(() -> connection.sendAll(List.of())).isInstanceOf(ConnectionClosed.class);
  }

  @Test
  void messagesOfSeveralThreadsDoNotMix() throws Exception {
    connect();
    int threads = 8;
    int each = 200;
    List<Async<Void>> senders =
        IntStream.range(0, threads)
            .mapToObj(thread ->
                Async.run(() -> {
                  for (int i = 0; i < each; i++) {
                    connection.send((thread + " " + i + " ").repeat(200));
                  }
                }))
            .toList();
    var received = Async.call(() -> Wires.readAll(peer));
    for (var sender : senders) {
      sender.get();
    }
    connection.finishOutput();
    Map<String, Integer> next = new HashMap<>();
    for (String line : received.get().lines().toList()) {
      String thread = line.substring(0, line.indexOf(' '));
      int expected = next.merge(thread, 1, Integer::sum) - 1;
      assertThat(line).isEqualTo((thread + " " + expected + " ").repeat(200));
    }
    assertThat(next).hasSize(threads).containsValue(each);
  }

  @Test
  void aPeerThatIsGoneIsSaidPlainly() throws Exception {
    connect();
    peer.close();
    assertThatThrownBy(
            () -> {
              while (true) {
                connection.send("is anybody there?");
              }
            })
        .isInstanceOf(ConnectionBroken.class)
        .hasMessageStartingWith("socket connection broken: ");
    assertThat(connection.isOpen()).isFalse();
    assertThatThrownBy(() -> connection.send("again")).isInstanceOf(ConnectionBroken.class);
    assertThatThrownBy(connection::receive).isInstanceOf(ConnectionBroken.class);
  }

  // Answering

  @Test
  void answersInOrderWithAnyNumberOfReplies() throws Exception {
    connect();
    peerSays("0\n1\n2\n3\n");
    peer.finishOutput();
    connection.answer((message, replies) -> {
      String text = UTF_8.decode(message).toString();
      for (int i = 0; i < Integer.parseInt(text); i++) {
        replies.send(text);
      }
    });
    connection.finishOutput();
    assertThat(Wires.readAll(peer)).isEqualTo("1\n2\n2\n3\n3\n3\n");
  }

  @Test
  void answersMoreThanAnyBufferHolds() throws Exception {
    connect();
    String line = "x".repeat(100_000) + "\n";
    var answering =
        Async.run(() -> {
          connection.answer((message, replies) -> {
            replies.send(message.duplicate());
            replies.send(message);
          });
          connection.finishOutput();
        });
    var asking =
        Async.run(() -> {
          for (int i = 0; i < 20; i++) {
            peerSays(line);
            peerSays("small\n");
          }
          peer.finishOutput();
        });
    assertThat(Wires.readAll(peer)).isEqualTo((line + line + "small\nsmall\n").repeat(20));
    asking.get();
    answering.get();
    assertThat(connection.counters().messagesOut()).isEqualTo(80);
  }

  @Test
  void repliesToTheMessagesBeforeAFailureAreSent() throws Exception {
    connect();
    peerSays("a\nb\nboom\nc\n");
    assertThatThrownBy(() ->
            connection.answer((message, replies) -> {
              if (message.remaining() > 1) {
                throw new IllegalStateException("boom");
              }
              replies.send(message);
            }))
        .hasMessage("boom");
    connection.finishOutput();
    assertThat(Wires.readAll(peer)).isEqualTo("a\nb\n");
  }

  // Waiting for a limited time

  @Test
  void aReceiveThatExpiresKeepsWhatCame() throws Exception {
    connect();
    peerSays("hal");
    assertThatThrownBy(() -> connection.receive(SOON))
        .isInstanceOf(ReceiveTimeout.class)
        .hasMessageContaining("within 50ms");
    assertThat(connection.isOpen()).isTrue();
    peerSays("f\nnext\n");
    assertThat(connection.receive(Patience.LIMIT)).hasToString("half");
    assertThat(connection.receive()).hasToString("next");
    peer.finishOutput();
    assertThat(connection.receive(Patience.LIMIT)).isNull();
    assertThat(connection.receive(SOON)).isNull();
  }

  @Test
  void readingAheadCarriesAnyAmountInOrder() throws Exception {
    connect();
    assertThatThrownBy(() -> connection.receive(Duration.ZERO)).isInstanceOf(ReceiveTimeout.class);
    int messages = 2000;
    var writes =
        Async.run(() -> {
          for (int i = 0; i < messages; i++) {
            peerSays(i + "x".repeat(i) + "\n");
          }
          peer.finishOutput();
        });
    for (int i = 0; i < messages; i++) {
      assertThat(connection.receive(Patience.LIMIT)).hasToString(i + "x".repeat(i));
    }
    assertThat(connection.receive()).isNull();
    writes.get();
  }

  @Test
  void silenceEndsAMessageWhereQuietIsAsked() throws Exception {
    connect(o -> o.quiet(SOON));
    peerSays("no line end");
    assertThat(connection.receive()).hasToString("no line end");
    peerSays("a\nb");
    assertThat(connection.receive()).hasToString("a");
    assertThat(connection.receive(Patience.LIMIT)).hasToString("b");
    assertThatThrownBy(() -> connection.receive(SOON)).isInstanceOf(ReceiveTimeout.class);
    peer.finishOutput();
    assertThat(connection.receive()).isNull();
  }

  // Timeouts

  @Test
  void aSilentConnectionIsClosedAfterTheIdleTimeout() throws Exception {
    connectWithin(timeouts -> timeouts.idle(SOON));
    assertThatThrownBy(connection::receive)
        .isInstanceOf(IdleTimeout.class)
        .hasMessageContaining("nothing came or went for 50ms");
    assertThat(connection.isOpen()).isFalse();
    assertCutOff(peer);
  }

  @Test
  void aReceiveThatTakesTooLongClosesTheConnection() throws Exception {
    connectWithin(timeouts -> timeouts.operation(SOON));
    assertThatThrownBy(connection::receive)
        .isInstanceOf(OperationTimeout.class)
        .hasMessageContaining("could not receive a message within 50ms");
    assertCutOff(peer);
    assertThatThrownBy(() -> connection.send("late")).isInstanceOf(OperationTimeout.class);
  }

  @Test
  void aSendThatTakesTooLongClosesTheConnection() {
    connectWithin(timeouts -> timeouts.operation(Duration.ofMillis(200)));
    assertThatThrownBy(
            () -> {
              while (true) {
                connection.send("x".repeat(100_000));
              }
            })
        .isInstanceOf(OperationTimeout.class)
        .hasMessageContaining("could not send a message within 200ms");
  }

  @Test
  void thePeerThatDripsIsClosedAlthoughItIsNeverIdle() throws Exception {
    connectWithin(t -> t.message(Duration.ofMillis(300)).idle(Patience.LIMIT));
    peerSays("whole\n");
    assertThat(connection.receive()).hasToString("whole");
    var dripping =
        Async.run(() -> {
          while (true) {
            peerSays("x");
            Thread.sleep(20); // The peer's pace, which is what is tested.
          }
        });
    assertThatThrownBy(connection::receive)
        .isInstanceOf(MessageTimeout.class)
        .hasMessageContaining("longer than 300ms over one message");
    assertThatThrownBy(dripping::get).isInstanceOf(IOException.class);
  }

  @Test
  void timeBetweenMessagesDoesNotCountAsTimeOverAMessage() throws Exception {
    connectWithin(timeouts -> timeouts.message(Duration.ofMillis(50)));
    assertThatThrownBy(() -> connection.receive(Duration.ofMillis(300)))
        .isInstanceOf(ReceiveTimeout.class);
    peerSays("fine\n");
    assertThat(connection.receive()).hasToString("fine");
  }

  // Interrupts

  @Test
  void anInterruptedReceiveClosesTheConnection() throws Exception {
    connect();
    interruptedCallCloses(connection::receive);
  }

  @Test
  void anInterruptedReceiveOfLimitedTimeClosesTheConnection() throws Exception {
    connect();
    interruptedCallCloses(() -> connection.receive(Duration.ofMinutes(1)));
  }

  @Test
  void anInterruptedSendClosesTheConnection() throws Exception {
    connect();
    interruptedCallCloses(() -> {
      while (true) {
        connection.send("x".repeat(100_000));
      }
    });
  }

  private void interruptedCallCloses(Async.Action call) throws Exception {
    var blocked =
        Async.run(() -> {
          try {
            call.run();
          } finally {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
          }
        });
    blocked.awaitBlocked().interrupt();
    assertThatThrownBy(blocked::get).isInstanceOf(ConnectionInterrupted.class);
    assertThat(connection.isOpen()).isFalse();
    assertThatThrownBy(() -> connection.send("x")).isInstanceOf(ConnectionInterrupted.class);
  }

  // Closing

  @Test
  void thePeersEndDoesNotEndOurOutput() throws Exception {
    connect();
    peerSays("question\n");
    peer.finishOutput();
    assertThat(connection.receive()).hasToString("question");
    assertThat(connection.receive()).isNull();
    connection.send("answer");
    connection.close();
    assertThat(Wires.readAll(peer)).isEqualTo("answer\n");
  }

  @Test
  void receivingGoesOnAfterTheOutputIsFinished() throws Exception {
    connect();
    connection.send("last words");
    connection.finishOutput();
    connection.finishOutput();
    assertThat(Wires.readAll(peer)).isEqualTo("last words\n");
    assertThatThrownBy(() -> connection.send("more"))
        .isInstanceOf(ConnectionClosed.class)
        .hasMessageStartingWith("the output is finished");
    peerSays("heard\n");
    assertThat(connection.receive()).hasToString("heard");
  }

  @Test
  void whatWasSentArrivesAlthoughInputWasNeverRead() throws Exception {
    connect();
    peerSays("nobody reads this\n".repeat(100));
    connection.send("goodbye");
    var closing = Async.run(connection::close);
    assertThat(Wires.readAll(peer)).isEqualTo("goodbye\n");
    peer.close();
    closing.get();
  }

  @Test
  void closeWaitsASecondForAPeerThatDoesNotFinish() throws Exception {
    connect();
    long start = System.nanoTime();
    connection.close();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).isGreaterThan(Duration.ofMillis(900));
    assertThat(connection.isOpen()).isFalse();
    connection.close();
    assertThatThrownBy(connection::receive).isInstanceOf(ConnectionClosed.class);
    assertThatThrownBy(() -> connection.send("x")).isInstanceOf(ConnectionClosed.class);
  }

  @Test
  void closeByAnotherThreadEndsAReceive() throws Exception {
    connect();
    var receiving = Async.call(connection::receive).awaitBlocked();
    var closing = Async.run(connection::close);
    assertThat(Wires.readAll(peer)).isEmpty();
    peerSays("too late\n");
    peer.finishOutput();
    assertThatThrownBy(receiving::get).isInstanceOf(ConnectionClosed.class);
    closing.get();
  }

  @Test
  void closeByAnotherThreadEndsAReceiveOfLimitedTime() throws Exception {
    connect();
    var receiving = Async.call(() -> connection.receive(Duration.ofMinutes(1))).awaitBlocked();
    var closing = Async.run(connection::close);
    assertThat(Wires.readAll(peer)).isEmpty();
    peer.finishOutput();
    assertThatThrownBy(receiving::get).isInstanceOf(ConnectionClosed.class);
    closing.get();
  }

  @Test
  void closeDoesNotWaitForASendThatIsStuck() throws Exception {
    connect();
    var sending =
        Async.run(() -> {
          while (true) {
            connection.send("x".repeat(1_000_000));
          }
        });
    sending.awaitBlocked();
    connection.close();
    assertThatThrownBy(sending::get).isInstanceOf(ConnectionClosed.class);
  }

  @Test
  void nothingIsReceivedWhileCloseWaitsForASendThatIsStuck() throws Exception {
    connect();
    var sending = Async.run(() -> connection.send("x".repeat(64 << 20))).awaitBlocked();
    peerSays("too late\n");
    var closing = Async.run(connection::close).awaitBlocked();
    assertThatThrownBy(connection::receive).isInstanceOf(ConnectionClosed.class);
    closing.get();
    assertThatThrownBy(sending::get).isInstanceOf(ConnectionClosed.class);
  }

  @Test
  void abortEndsEveryCallAtOnce() throws Exception {
    connect();
    var receiving = Async.call(connection::receive).awaitBlocked();
    connection.abort();
    assertThatThrownBy(receiving::get)
        .isInstanceOf(ConnectionClosed.class)
        .hasMessageStartingWith("the connection is closed");
    assertCutOff(peer);
  }

  @Test
  void itKnowsBothSides() {
    connect();
    assertThat(connection.peer()).isEqualTo(peer.local());
    assertThat(connection.local()).isEqualTo(peer.peer());
    assertThat(connection).hasToString("connection with " + peer.local());
  }
}
