package dev.leat.net;

import static dev.leat.net.Patience.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Framing;
import dev.leat.framing.MalformedFrame;
import dev.leat.framing.TooLong;
import dev.leat.framing.TruncatedFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each peer here means trouble; each time another one is served as if nothing were. */
@Timeout(120)
class HostilePeersTest {
  private final RecordedEvents events = new RecordedEvents();
  private Server server;
  private Connection bystander;

  private void serve(String framing, UnaryOperator<ConnectionOptions> options) throws Exception {
    server = Server.at("127.0.0.1:0").framing(framing).options(options).events(events).bind();
    server.start(connection -> connection.answer((message, replies) -> replies.send(message)));
    bystander = Client.connect("127.0.0.1:" + server.port(), Framing.parse(framing));
    assertBystanderIsServed();
    events.nextConnected();
  }

  private void serve(String framing, Timeouts timeouts) throws Exception {
    serve(framing, options -> options.timeouts(timeouts));
  }

  private void serve(String framing) throws Exception {
    serve(framing, Timeouts.standard());
  }

  @AfterEach
  void close() throws Exception {
    bystander.close();
    server.close();
  }

  private void assertBystanderIsServed() throws IOException {
    bystander.send("hello");
    assertThat(bystander.receive(Patience.LIMIT)).hasToString("hello");
  }

  private Peer connect() throws IOException {
    return new Peer(server.port());
  }

  private Throwable failureOfNextEnded() throws InterruptedException {
    return events.nextEnded().failure();
  }

  @Test
  void onePeerDripsAByteAtATime() throws Exception {
    serve("lines", Timeouts.none().message(Duration.ofMillis(300)));
    try (Peer peer = connect()) {
      var dripping =
          Async.run(() -> {
            while (true) {
              peer.says("x");
              Thread.sleep(20); // The peer's pace, which is what is tested.
            }
          });
      assertThat(failureOfNextEnded()).isInstanceOf(MessageTimeout.class);
      assertThatThrownBy(dripping::get).isInstanceOf(IOException.class);
    }
    assertBystanderIsServed();
  }

  @Test
  void onePeerDripsIntoAMessageThatIsThrownAway() throws Exception {
    serve(
        "lines",
        options ->
            options
                .decoder(options.decoder().max(10).tooLong(TooLong.DROP))
                .timeouts(Timeouts.none().message(Duration.ofMillis(300))));
    try (Peer peer = connect()) {
      peer.says("x".repeat(1000));
      assertThat(failureOfNextEnded()).isInstanceOf(MessageTimeout.class);
    }
    assertBystanderIsServed();
  }

  @Test
  void oneHeaderClaimsTwoGigabytes() throws Exception {
    serve("u32be");
    try (Peer peer = connect()) {
      peer.says(new byte[] {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1, 2, 3});
      assertThat(peer.hearsAll()).isEmpty();
      assertThat(failureOfNextEnded())
          .isInstanceOfSatisfying(
              FrameTooLong.class,
              tooLong -> assertThat(tooLong.length()).isEqualTo(Integer.MAX_VALUE));
    }
    assertBystanderIsServed();
  }

  @Test
  void aHeaderWithinTheLimitReservesNothingBeforeBytesCome() throws Exception {
    serve("u32be", options -> options.maxMessage(Integer.MAX_VALUE));
    try (Peer peer = connect()) {
      peer.says(new byte[] {0x70, 0, 0, 0, 1, 2, 3});
      Connection connection = events.nextConnected();
      await().until(() -> connection.counters().bytesIn() == 7);
      assertThat(connection.inputCapacity()).isEqualTo(512);
      peer.finishes();
      assertThat(failureOfNextEnded())
          .isInstanceOf(TruncatedFrame.class)
          .hasMessage("socket connection broken: 3 of 1879048192 bytes");
    }
    assertBystanderIsServed();
  }

  @Test
  void oneLineHasNoEnd() throws Exception {
    serve("lines");
    try (Peer peer = connect()) {
      byte[] endless = "x".repeat(64 << 10).getBytes(US_ASCII);
      assertThatThrownBy(
              () -> {
                while (true) {
                  peer.says(endless);
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(failureOfNextEnded()).isInstanceOf(FrameTooLong.class);
    }
    assertBystanderIsServed();
  }

  @Test
  void onePeerFinishesAndStillGetsItsAnswers() throws Exception {
    serve("lines");
    try (Peer peer = connect()) {
      peer.says("one\ntwo\nthree");
      peer.finishes();
      assertThat(peer.hearsAll()).isEqualTo("one\ntwo\nthree\n");
      assertThat(failureOfNextEnded()).isNull();
    }
    assertBystanderIsServed();
  }

  @Test
  void onePeerFinishesInsideAMessage() throws Exception {
    serve("header:10");
    try (Peer peer = connect()) {
      peer.says("12        hello");
      peer.finishes();
      assertThat(peer.hearsAll()).isEmpty();
      assertThat(failureOfNextEnded())
          .isInstanceOf(TruncatedFrame.class)
          .hasMessage("socket connection broken: 5 of 12 bytes");
    }
    assertBystanderIsServed();
  }

  @Test
  void onePeerResets() throws Exception {
    serve("lines");
    try (Peer peer = connect()) {
      assertThat(peer.isEchoed("hello")).isTrue();
      peer.says("unfin");
      peer.resets();
      assertThat(failureOfNextEnded())
          .isInstanceOf(ConnectionBroken.class)
          .hasMessageContaining("connection reset");
    }
    assertBystanderIsServed();
  }

  @Test
  void onePeerLeavesAmidItsAnswers() throws Exception {
    serve("lines");
    try (Peer peer = connect()) {
      var asking =
          Async.run(() -> {
            while (true) {
              peer.says("question\n".repeat(1000));
            }
          });
      assertThat(peer.hears(9)).isEqualTo("question\n");
      peer.leaves();
      assertThatThrownBy(asking::get).isInstanceOf(IOException.class);
      assertThat(failureOfNextEnded()).isInstanceOf(ConnectionBroken.class);
    }
    assertBystanderIsServed();
  }

  @Test
  void onePeerAsksAndNeverReads() throws Exception {
    serve("lines", Timeouts.none().operation(Duration.ofSeconds(1)));
    try (Peer peer = connect()) {
      var asking =
          Async.run(() -> {
            while (true) {
              peer.says("question\n".repeat(1000));
            }
          });
      while (!asking.isDone()) {
        assertBystanderIsServed();
      }
      assertThatThrownBy(asking::get).isInstanceOf(IOException.class);
      assertThat(failureOfNextEnded())
          .isInstanceOf(OperationTimeout.class)
          .hasMessageContaining("could not send a message");
    }
    assertBystanderIsServed();
  }

  @Test
  void manyPeersSayNothing() throws Exception {
    serve("lines");
    var silent = new ArrayList<Peer>();
    try {
      for (int i = 0; i < 200; i++) {
        silent.add(connect());
      }
      for (int i = 0; i < 200; i++) {
        events.nextConnected();
      }
      assertBystanderIsServed();
      assertThat(server.connections()).hasSize(201);
    } finally {
      for (Peer peer : silent) {
        peer.close();
      }
    }
    assertBystanderIsServed();
  }

  @Test
  void bytesOfEveryKindEndOneConnectionAtMost() throws Exception {
    serve("header:10");
    byte[] garbage = new byte[100_000];
    new Random(1).nextBytes(garbage);
    try (Peer peer = connect()) {
      peer.says(garbage);
      peer.finishes();
      assertThat(peer.hearsAll()).isEmpty();
      assertThat(failureOfNextEnded())
          .isInstanceOf(MalformedFrame.class)
          .hasMessageContaining("at byte 0");
    }
    assertBystanderIsServed();
  }
}
