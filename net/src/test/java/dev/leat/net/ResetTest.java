package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Start;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer must be able to tell a message that was cut from the last one. */
@Timeout(120)
class ResetTest {

  private static final LogOptions LARGE =
      LogOptions.standard().retention(64 << 20).maxMessage(16_000_000);

  private interface Check {
    void of(Connection connection, Wire peer) throws Exception;
  }

  private static void withEach(Check check) throws Exception {
    for (Wires wires : List.of(Wires.tcp(), Wires.memory())) {
      try (var connection =
          new Connection(wires.left(), ConnectionOptions.standard(), Resources.ofClient())) {
        check.of(connection, wires.right());
      } finally {
        wires.right().close();
      }
    }
  }

  @Test
  void aMessageThatIsCutEndsInAReset() throws Exception {
    withEach((connection, peer) -> {
      var sending = Async.run(() -> connection.send("x".repeat(64 << 20))).awaitBlocked();
      connection.abort();
      assertThatThrownBy(sending::get).isInstanceOf(ConnectionClosed.class);
      assertThatThrownBy(() -> Wires.readAll(peer))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
    });
  }

  @Test
  void soDoesOneOfAStream() throws Exception {
    withEach((connection, peer) -> {
      try (var log = MessageLog.inMemory(Framing.lines(), LARGE)) {
        log.append("x".repeat(16_000_000));
        var cursor = log.cursor(Start.earliest());
        var subscribing = Async.run(() -> connection.subscribe(cursor));
        Patience.await().until(() -> connection.counters().bytesOut() > 0);
        connection.abort();
        assertThatThrownBy(subscribing::get).isInstanceOf(ConnectionClosed.class);
        assertThatThrownBy(() -> Wires.readAll(peer))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("reset");
      }
    });
  }

  @Test
  void whatIsBrokenOffEndsInAResetAlsoBetweenTwoMessages() throws Exception {
    withEach((connection, peer) -> {
      connection.send("whole");
      assertThat(Wires.read(peer, 6)).isEqualTo("whole\n");
      connection.reset();
      connection.reset();
      assertThat(connection.isOpen()).isFalse();
      assertThatThrownBy(connection::receive).isInstanceOf(ConnectionClosed.class);
      assertThatThrownBy(() -> Wires.readAll(peer))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
    });
  }

  @Test
  void whoHasClosedInPeaceIsNotBrokenOffAnyMore() throws Exception {
    withEach((connection, peer) -> {
      var closing = Async.run(connection::close);
      assertThat(Wires.readAll(peer)).isEmpty();
      peer.close();
      closing.get();
      connection.reset();
    });
  }

  @Test
  void betweenTwoMessagesNothingIsReset() throws Exception {
    withEach((connection, peer) -> {
      connection.send("whole");
      connection.abort();
      assertThat(Wires.readAll(peer)).isEqualTo("whole\n");
    });
  }
}
