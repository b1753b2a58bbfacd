package dev.leat.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.net.Authority.Pair;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Start;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers and clients over TLS that understand each other. */
@Timeout(120)
class TlsTest {
  private static final Duration PATIENCE = Patience.LIMIT;

  @TempDir private Path folder;
  private Authority authority;
  private Server server;

  @BeforeEach
  void makeAuthority() {
    authority = new Authority(folder, "The Authority");
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private void serve(Tls tls, Handler handler) throws IOException {
    server = Server.at("tls://localhost:0").options(o -> o.tls(tls)).bind();
    server.start(handler);
  }

  private void serveEcho(Tls tls) throws IOException {
    serve(tls, connection -> connection.answer((message, replies) -> replies.send(message)));
  }

  private ClientBuilder client(Tls tls) {
    return Client.to("tls://localhost:" + server.port()).options(o -> o.tls(tls));
  }

  private Tls trusting() throws IOException {
    return Tls.standard().trust(authority.file());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void bothKnowWhatWasAgreedAndWhoTheServerIs(String version) throws Exception {
    serve(
        authority.forLocalhost().tls(),
        connection -> {
          TlsSession session = connection.tls();
          connection.send(session.protocol() + " " + session.peerName().isPresent());
        });
    try (var connection = client(trusting().protocols(List.of(version))).open()) {
      assertThat(connection.receive()).hasToString(version + " false");
      assertThat(connection.tls().protocol()).isEqualTo(version);
      assertThat(connection.tls().cipherSuite()).startsWith("TLS_");
      assertThat(connection.tls().peerName()).hasValue("CN=localhost");
      assertThat(connection.tls().peerCertificates()).hasSize(2);
      assertThat(connection.peer().transport()).isEqualTo(Transport.TLS);
      assertThat(connection.local().toString()).startsWith("tls://");
      assertThat(connection.receive()).isNull();
    }
  }

  @Test
  void aUnixDomainSocketCanHaveItToo() throws Exception {
    String endpoint = "tls+unix:" + folder.resolve("mill.sock");
    assertThat(Endpoint.parse(endpoint)).hasToString(endpoint);
    Tls made = Tls.standard().selfSigned(List.of("mill"));
    server = Server.at(endpoint).options(o -> o.tls(made)).bind();
    assertThat(server.addresses()).singleElement().hasToString(endpoint);
    server.start(connection -> connection.answer((message, replies) -> replies.send(message)));
    Tls pinned = Tls.standard().trustFingerprint(made.ownFingerprint());
    try (var connection = Client.to(endpoint).options(o -> o.tls(pinned)).open()) {
      connection.send("hello");
      assertThat(connection.receive()).hasToString("hello");
      assertThat(connection.peer()).hasToString(endpoint);
    }
    // There is no name to check, so that any certificate of any authority would do.
    assertThatThrownBy(Client.to(endpoint)::open)
        .isInstanceOf(ConnectFailed.class)
        .hasMessageContaining("say which certificate or authority is trusted");
    Tls trusting = trusting();
    assertThatThrownBy(Client.to(endpoint).options(o -> o.tls(trusting))::open)
        .isInstanceOf(TlsFailed.class)
        .hasMessageContaining("is signed by itself alone");
  }

  @Test
  void aPlainConnectionHasNoSession() throws Exception {
    var pair = ConnectionPair.open(ConnectionOptions.standard());
    assertThat(pair.left().tls()).isNull();
  }

  @Test
  void theServerKnowsItsClientWhereItAsks() throws Exception {
    Tls asking = authority.forLocalhost().tls().requireClients(authority.file());
    serve(asking, connection -> connection.send(connection.tls().peerName().orElse("nobody")));
    Pair ours = authority.issue("The Miller");
    Tls known = trusting().identity(ours.certificates(), ours.key());
    try (var connection = client(known).open()) {
      assertThat(connection.receive()).hasToString("CN=The Miller");
    }
  }

  @Test
  void oneFileCanHoldCertificateAndKey() throws Exception {
    Pair pair = authority.forLocalhost();
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both, "who I am\n" + Files.readString(pair.key()) + Files.readString(pair.certificates()));
    serveEcho(Tls.standard().identity(both, both));
    try (var connection = client(trusting()).open()) {
      connection.send("hello");
      assertThat(connection.receive()).hasToString("hello");
    }
  }

  @Test
  void aSelfSignedCertificateIsTrustedByItsFingerprint() throws Exception {
    Tls made = Tls.standard().selfSigned(List.of("localhost", "127.0.0.1"));
    serveEcho(made);
    Tls pinned = Tls.standard().trustFingerprint(made.ownFingerprint());
    try (var connection = client(pinned).open()) {
      connection.send("hello");
      assertThat(connection.receive()).hasToString("hello");
    }
    String other = "00".repeat(32);
    assertThatThrownBy(client(Tls.standard().trustFingerprint(other))::open)
        .isInstanceOfSatisfying(
            TlsFailed.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(TlsFailed.Reason.WRONG_FINGERPRINT))
        .hasMessageContaining(made.ownFingerprint());
  }

  @Test
  void carriesMessagesOfEverySizeBothWays() throws Exception {
    serveEcho(authority.forLocalhost().tls());
    try (var connection = client(trusting()).open()) {
      int[] sizes = {0, 1, 16383, 16384, 16385, 3 * 16384, 65536, 200_000, 1 << 20};
      var sending =
          Async.run(() -> {
            for (int size : sizes) {
              connection.send("x".repeat(size));
            }
          });
      for (int size : sizes) {
        assertThat(connection.receive().size()).isEqualTo(size);
      }
      sending.get();
    }
  }

  @Test
  void halfCloseWorksAsItDoesWithoutTls() throws Exception {
    serve(
        authority.forLocalhost().tls(),
        connection -> {
          int count = 0;
          while (connection.receive() != null) {
            count++;
          }
          connection.send(count + " heard");
        });
    try (var connection = client(trusting()).open()) {
      connection.send("one");
      connection.send("two");
      connection.finishOutput();
      assertThat(connection.receive()).hasToString("2 heard");
      assertThat(connection.receive()).isNull();
    }
  }

  @Test
  void halfCloseOnTheOlderVersionIsAnErrorThatHarmsNothing() throws Exception {
    serveEcho(authority.forLocalhost().tls());
    try (var connection = client(trusting().protocols(List.of("TLSv1.2"))).open()) {
      connection.send("before");
      assertThat(connection.receive()).hasToString("before");
      assertThatThrownBy(connection::finishOutput)
          .isInstanceOf(HalfCloseUnsupported.class)
          .hasMessageContaining("TLS 1.3");
      connection.send("after");
      assertThat(connection.receive()).hasToString("after");
    }
  }

  @Test
  void closingInPeaceLosesNothingOnTheOlderVersion() throws Exception {
    serve(
        authority.forLocalhost().tls().protocols(List.of("TLSv1.2")),
        connection -> connection.send("x".repeat(500_000)));
    try (var connection = client(trusting()).open()) {
      assertThat(connection.receive().size()).isEqualTo(500_000);
      assertThat(connection.receive()).isNull();
    }
  }

  @Test
  void sendingAfterThePeerHasFinishedIsAnErrorOnTheOlderVersion() throws Exception {
    Wires wires = Wires.tcp();
    TlsContext serving =
        TlsContext.ofServer(authority.forLocalhost().tls().protocols(List.of("TLSv1.2")));
    TlsContext connecting = TlsContext.ofClient(Tls.standard().insecure());
    var buffers = new Buffers(0);
    try (var connection =
            new Connection(
                serving.on(wires.left(), wires.left().peer(), buffers),
                ConnectionOptions.standard(),
                Resources.ofClient());
        var peer =
            new Connection(
                connecting.on(wires.right(), wires.right().peer(), buffers),
                ConnectionOptions.standard(),
                Resources.ofClient())) {
      var opening = Async.run(() -> connection.open(PATIENCE));
      peer.open(PATIENCE);
      opening.get();
      var closing = Async.run(peer::close);
      assertThat(connection.receive()).isNull();
      assertThatThrownBy(() -> connection.send("too late"))
          .isInstanceOf(ConnectionBroken.class)
          .hasMessageContaining("TLS 1.2 ends both directions");
      closing.get();
    }
  }

  @Test
  void everySubscriberGetsTheStreamFromItsOwnMemory() throws Exception {
    String line = "a line of the stream ".repeat(40);
    int messages = 5_000;
    try (var log = MessageLog.inMemory(Framing.lines())) {
      for (int i = 0; i < messages; i++) {
        log.append(i + " " + line);
      }
      log.finish();
      server =
          Server.at("tls://localhost:0")
              .options(o -> o.tls(Tls.standard().selfSigned(List.of("localhost"))))
              .bind();
      server.publish(log, Start.earliest());
      for (int reader = 0; reader < 3; reader++) {
        try (var connection = client(Tls.standard().insecure()).open()) {
          for (int i = 0; i < messages; i++) {
            assertThat(connection.receive()).hasToString(i + " " + line);
          }
          assertThat(connection.receive()).isNull();
        }
      }
    }
  }

  @Test
  void aClientThatReconnectsDoesSoOverTls() throws Exception {
    Pair pair = authority.forLocalhost();
    serve(pair.tls(), connection -> connection.send("bye"));
    try (var client = client(trusting()).reconnect(Backoff.standard()).open()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.receive(PATIENCE)).hasToString("bye");
      }
    }
  }

  @Test
  void whatThePeerLeavesUnsaidIsAnError() throws Exception {
    Wires plain = Wires.tcp();
    Wires wires = plain.tls(true);
    var connection =
        new Connection(wires.left(), ConnectionOptions.standard(), Resources.ofClient());
    Wires.write(wires.right(), "a message\nand half");
    plain.right().finishOutput(); // As somebody between the two can do.
    assertThat(connection.receive()).hasToString("a message");
    assertThatThrownBy(connection::receive)
        .isInstanceOf(ConnectionBroken.class)
        .hasMessageContaining("close_notify");
    connection.abort();
    plain.right().close();
  }

  @Test
  void whatSomebodyHasChangedOnTheWayIsAnError() throws Exception {
    Wires plain = Wires.tcp();
    Wires wires = plain.tls(true);
    var connection =
        new Connection(wires.left(), ConnectionOptions.standard(), Resources.ofClient());
    plain.right().write(ByteBuffer.wrap(forged()));
    assertThatThrownBy(connection::receive).isInstanceOf(TlsFailed.class);
    assertThat(connection.isOpen()).isFalse();
    plain.right().close();
  }

  @Test
  void whatCameBeforeSomethingForgedIsNotLost() throws Exception {
    Wires plain = Wires.memory();
    Wires wires = plain.tls(true);
    var connection =
        new Connection(wires.left(), ConnectionOptions.standard(), Resources.ofClient());
    Wires.write(wires.right(), "one\n");
    Wires.write(wires.right(), "two\n");
    plain.right().write(ByteBuffer.wrap(forged()));
    assertThat(connection.receive()).hasToString("one");
    assertThat(connection.receive()).hasToString("two");
    assertThatThrownBy(connection::receive).isInstanceOf(TlsFailed.class);
    assertThat(connection.isOpen()).isFalse();
    plain.right().close();
  }

  /** A record of the user's that no key has made. */
  private static byte[] forged() {
    byte[] record = new byte[5 + 40];
    record[0] = 23;
    record[1] = 3;
    record[2] = 3;
    record[4] = 40;
    return record;
  }

  @Test
  void finishingWhileThePeerSpeaksIsNoFailureOnTheOlderVersion() throws Exception {
    Tls tls = authority.forLocalhost().tls().protocols(List.of("TLSv1.2"));
    for (int i = 0; i < 40; i++) {
      Wires wires = Wires.memory();
      var buffers = new Buffers(4);
      Wire one = TlsContext.ofServer(tls).on(wires.left(), wires.left().peer(), buffers);
      Wire other =
          TlsContext.ofClient(Tls.standard().insecure())
              .on(wires.right(), wires.right().peer(), buffers);
      var opening = Async.run(one::open);
      other.open();
      opening.get();
      var speaking =
          Async.run(() -> {
            for (int line = 0; line < 2_000; line++) {
              Wires.write(other, "x\n");
            }
          });
      var hearing = Async.call(() -> Wires.read(one, 4_000));
      Wires.write(one, "y");
      one.finishOutput();
      speaking.get();
      assertThat(hearing.get()).hasSize(4_000);
    }
  }

  @Test
  void secretsAreNotInWhatItSaysOfItself() throws Exception {
    Pair pair = authority.forLocalhost();
    String key = Files.readString(pair.key(), UTF_8).lines().toList().get(1);
    Identity identity = Identity.read(pair.certificates(), pair.key());
    assertThat(identity.toString() + pair.tls() + Pem.read(pair.key())).doesNotContain(key);
  }
}
