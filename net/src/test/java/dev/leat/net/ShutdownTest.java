package dev.leat.net;

import static dev.leat.net.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Start;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that lets what is under way come to its end. */
@Timeout(120)
class ShutdownTest {
  /** So long that a test which waits for it fails. */
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private static final int LARGE = 32 << 20;

  private final RecordedEvents events = new RecordedEvents();

  /** What handlers tell the test. */
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private Server server;

  @BeforeEach
  void bind() throws Exception {
    server = Server.at("127.0.0.1:0").framing(Framing.lines()).events(events).bind();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static void echo(Connection connection) throws Exception {
    connection.answer((message, replies) -> replies.send(message));
  }

  private Peer connect() throws Exception {
    return new Peer(server.port());
  }

  private String nextTold() throws Exception {
    return Patience.next(told);
  }

  @Test
  void acceptsNoMoreAndLetsHandlersFinish() throws Exception {
    var finish = new CountDownLatch(1);
    server.start(connection -> {
      told.add("received " + connection.receive());
      finish.await();
      connection.send("done");
      told.add("received " + connection.receive());
      told.add("received " + connection.receive());
    });
    try (Peer peer = connect()) {
      peer.says("work\n");
      assertThat(nextTold()).isEqualTo("received work");
      peer.says("more work\n");
      var shutdown = Async.call(() -> server.shutdown(FOR_EVER));
      shutdown.awaitBlocked();
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      finish.countDown();
      assertThat(peer.hearsAll()).isEqualTo("done\n");
      assertThat(shutdown.get()).isTrue();
      assertThat(nextTold()).isEqualTo("received more work");
      assertThat(nextTold()).isEqualTo("received null");
      assertThat(events.nextEnded().failure()).isNull();
    }
  }

  @Test
  void cancelsHandlersThatDoNotFinish() throws Exception {
    var never = new CountDownLatch(1);
    server.start(connection -> never.await());
    try (Peer peer = connect()) {
      events.nextConnected();
      assertThat(server.shutdown(Duration.ofMillis(50))).isFalse();
      assertThat(peer.hearsAll()).isEmpty();
      assertThat(events.nextEnded().failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void handlersThatWaitForTheNextMessageAreToldThatThereIsNone() throws Exception {
    server.start(ShutdownTest::echo);
    try (Peer peer = connect();
        Peer silent = connect()) {
      assertThat(peer.isEchoed("x")).isTrue();
      events.nextConnected();
      events.nextConnected();
      assertThat(server.shutdown(FOR_EVER)).isTrue();
      assertThat(peer.hearsAll()).isEmpty();
      assertThat(silent.hearsAll()).isEmpty();
      assertThat(events.nextEnded().failure()).isNull();
      assertThat(events.nextEnded().failure()).isNull();
    }
  }

  @Test
  void soAreThoseThatWaitForALimitedTime() throws Exception {
    server.start(connection -> {
      assertThatThrownBy(() -> connection.receive(Duration.ZERO))
          .isInstanceOf(ReceiveTimeout.class);
      told.add("waits");
      told.add("received " + connection.receive(FOR_EVER));
    });
    try (Peer peer = connect()) {
      assertThat(nextTold()).isEqualTo("waits");
      assertThat(server.shutdown(FOR_EVER)).isTrue();
      assertThat(nextTold()).isEqualTo("received null");
      assertThat(peer.hearsAll()).isEmpty();
    }
  }

  @Test
  void aPeerThatFinishesTooIsNotWaitedForAnyLonger() throws Exception {
    server.start(ShutdownTest::echo);
    try (Peer peer = connect()) {
      assertThat(peer.isEchoed("x")).isTrue();
      var shutdown = Async.call(() -> server.shutdown(FOR_EVER));
      assertThat(peer.hearsAll()).isEmpty();
      peer.leaves();
      assertThat(shutdown.get()).isTrue();
      assertThat(events.nextEnded().failure()).isNull();
    }
  }

  @Test
  void aMessageThatHasBegunIsReceivedAndAnswered() throws Exception {
    server.start(ShutdownTest::echo);
    try (Peer peer = connect()) {
      Connection connection = events.nextConnected();
      peer.says("be");
      await().until(() -> connection.counters().bytesIn() == 2);
      var shutdown = Async.call(() -> server.shutdown(FOR_EVER)).awaitBlocked();
      assertThat(shutdown.isDone()).isFalse();
      peer.says("gun\n");
      assertThat(peer.hearsAll()).isEqualTo("begun\n");
      assertThat(shutdown.get()).isTrue();
      assertThat(events.nextEnded().failure()).isNull();
    }
  }

  @Test
  void whatIsBeingSentIsSent() throws Exception {
    server.start(connection -> {
      Thread sender =
          Thread.ofVirtual()
              .unstarted(() -> {
                try {
                  connection.send("x".repeat(LARGE));
                } catch (Exception e) {
                  told.add("send failed: " + e);
                }
              });
      sender.start();
      told.add("received " + connection.receive());
      sender.join();
    });
    try (Peer peer = connect()) {
      assertThat(peer.hears(1)).isEqualTo("x");
      var shutdown = Async.call(() -> server.shutdown(FOR_EVER)).awaitBlocked();
      assertThat(peer.hearsAll()).hasSize(LARGE);
      assertThat(shutdown.get()).isTrue();
      assertThat(nextTold()).isEqualTo("received null");
      assertThat(told).isEmpty();
    }
  }

  @Test
  void subscribersAreSentWhatTheStreamHolds() throws Exception {
    try (var log = MessageLog.inMemory(Framing.lines())) {
      log.append("first");
      server.publish(log, Start.earliest());
      try (Peer peer = connect();
          Peer late = connect()) {
        assertThat(peer.hears(6)).isEqualTo("first\n");
        events.nextConnected();
        events.nextConnected();
        log.append("second");
        assertThat(server.shutdown(FOR_EVER)).isTrue();
        log.append("third");
        assertThat(peer.hearsAll()).isEqualTo("second\n");
        assertThat(late.hearsAll()).isEqualTo("first\nsecond\n");
        assertThat(events.nextEnded().failure()).isNull();
        assertThat(events.nextEnded().failure()).isNull();
      }
    }
  }

  @Test
  void aPeerWhoIsHeardWhileItIsSentAStreamIsSentWhatThereIs() throws Exception {
    try (var log = MessageLog.inMemory(Framing.lines())) {
      log.append("first");
      server.start(connection -> {
        var sending = Async.run(() -> connection.sendAll(log.cursor(Start.earliest())));
        told.add("received " + connection.receive());
        sending.get();
      });
      try (Peer peer = connect()) {
        assertThat(peer.hears(6)).isEqualTo("first\n");
        log.append("second");
        assertThat(server.shutdown(FOR_EVER)).isTrue();
        assertThat(peer.hearsAll()).isEqualTo("second\n");
        assertThat(nextTold()).isEqualTo("received null");
        assertThat(events.nextEnded().failure()).isNull();
      }
    }
  }

  @Test
  void aHandlerMayShutItsServerDown() throws Exception {
    server.start(connection -> {
      if (connection.receive() != null) {
        told.add("shut down: " + server.shutdown(FOR_EVER));
      }
    });
    try (Peer peer = connect();
        Peer other = connect()) {
      peer.says("stop\n");
      assertThat(nextTold()).isEqualTo("shut down: true");
      assertThat(peer.isCutOff()).isTrue();
      assertThat(other.isCutOff()).isTrue();
    }
  }
}
