package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Start;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one side speaks TLS and the other does not. */
@Timeout(120)
class TlsStrangersTest {
  private final RecordedEvents events = new RecordedEvents();

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aPlainServerHearsOfAClientThatSpeaksTls(String version) throws Exception {
    Tls client = Tls.standard().insecure().protocols(List.of(version));
    try (var server = Server.at("localhost:0").framing(Framing.raw()).events(events).bind()) {
      server.start(connection -> connection.receive());
      assertThatThrownBy(() ->
              Client.to("tls://localhost:" + server.port()).options(o -> o.tls(client)).open())
          .isInstanceOf(TlsFailed.class);
      Connection stranger = events.nextSpeakingTls();
      assertThat(stranger.peerSpeaksTls()).isTrue();
      assertThat(events.nextEnded().connection()).isEqualTo(stranger);
    }
  }

  @Test
  void soDoesOneThatIgnoresWhatItsClientsSay() throws Exception {
    Async<Connection> connecting;
    try (var log = MessageLog.inMemory(Framing.lines());
        var server = Server.at("localhost:0").framing(Framing.lines()).events(events).bind()) {
      server.publish(log, Start.latest());
      var client =
          Client.to("tls://localhost:" + server.port())
              .options(o -> o.tls(Tls.standard().insecure()));
      connecting = Async.call(client::open);
      assertThat(events.nextSpeakingTls().peerSpeaksTls()).isTrue();
    }
    assertThatThrownBy(connecting::get).isInstanceOf(TlsFailed.class);
  }

  @Test
  void aPlainClientHearsThatItsServerSpeaksTls() throws Exception {
    try (var server =
        Server.at("tls://localhost:0")
            .options(o -> o.tls(Tls.standard().selfSigned(List.of("localhost"))))
            .events(events)
            .bind()) {
      server.start(connection -> {});
      try (var connection = Client.connect("localhost:" + server.port(), Framing.raw())) {
        assertThat(connection.peerSpeaksTls()).isFalse();
        connection.send("hello");
        assertThat(connection.receive()).isNotNull();
        assertThat(connection.peerSpeaksTls()).isTrue();
        assertThat(connection.receive()).isNull();
      }
      assertThat(events.nextRefused().reason()).isEqualTo("the client does not speak TLS");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello", // no record
        "\u0015\u0003\u0003", // less than a header
        "\u0015\u0003\u0003\u0000\u0003\u0002F", // an alert has two bytes
        "\u0016\u0003\u0003\u0000\u0010\u0002", // a server's greeting
        "\u0016\u0002\u0003\u0000\u0010\u0001", // no version
        "\u0017\u0003\u0003\u0000\u0010\u0001" // what comes after a handshake
      })
  void whatBeginsOtherwiseIsNotTakenForTls(String said) throws Exception {
    var pair = ConnectionPair.open(ConnectionOptions.standard().framing(Framing.raw()));
    try (var left = pair.left();
        var right = pair.right()) {
      left.send(said);
      assertThat(right.receive()).hasToString(said);
      assertThat(right.peerSpeaksTls()).isFalse();
      left.finishOutput();
    }
  }
}
