package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.leat.framing.Framing;
import dev.leat.net.Authority.Pair;
import dev.leat.net.TlsFailed.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who does not come together over TLS hears why, in words. */
@Timeout(120)
class TlsRefusalTest {
  private static final byte[] CANCELED = {21, 3, 3, 0, 2, 1, 90};
  private static final byte[] CLOSE_NOTIFY = {21, 3, 3, 0, 2, 1, 0};

  /** In the clear, as anybody on the way can say them (RFC 8446, section 6.1). */
  private static final List<byte[]> GOODBYES =
      List.of(CLOSE_NOTIFY, joined(CANCELED, CLOSE_NOTIFY), joined(CLOSE_NOTIFY, CANCELED));

  private final RecordedEvents events = new RecordedEvents();
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

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private void serve(Tls tls, Timeouts timeouts) throws IOException {
    server =
        Server.at("tls://localhost:0")
            .options(o -> o.tls(tls).timeouts(timeouts))
            .events(events)
            .bind();
    server.start(connection -> connection.answer((message, replies) -> replies.send(message)));
  }

  private void serve(Tls tls) throws IOException {
    serve(tls, Timeouts.standard());
  }

  private Connection connect(Tls tls) throws IOException {
    return Client.to("tls://localhost:" + server.port()).options(o -> o.tls(tls)).open();
  }

  private Tls trusting() throws IOException {
    return Tls.standard().trust(authority.file());
  }

  private void assertRefused(Tls client, Reason reason, String explanation) {
    assertThatThrownBy(() -> connect(client))
        .isInstanceOfSatisfying(
            TlsFailed.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(reason);
              assertThat(refusal.explanation()).contains(explanation);
            })
        .hasMessageStartingWith("no TLS with tls://localhost:" + server.port() + ": ");
  }

  private void assertServerHears(String explanation) throws InterruptedException {
    assertThat(events.nextRefused().reason()).contains(explanation);
    assertThat(events.nobodyElseConnected()).isTrue();
  }

  private void assertStillServes(Tls client) throws IOException {
    try (var connection = connect(client)) {
      connection.send("hello");
      assertThat(connection.receive()).hasToString("hello");
    }
  }

  @Test
  void aCertificateForAnotherHost() throws Exception {
    serve(authority.issue("plc7", "plc7.example.org", "10.0.0.7").tls());
    assertRefused(
        trusting(),
        Reason.WRONG_HOST,
        "the certificate is for plc7.example.org, 10.0.0.7, not for localhost");
    assertServerHears("the client does not accept the certificate of this side");
  }

  @Test
  void aNameThatIsMadeToForgeALog() throws Exception {
    String name = "x\n2026-01-01 login of \"admin\": accepted \u001b]0;\u202E";
    String shown = "CN=x\\0A2026-01-01 login of \\\"admin\\\": accepted \\1B]0\\;\\E2\\80\\AE";
    serve(authority.issue(name).tls().requireClients(authority.file()));
    assertRefused(
        trusting(), Reason.WRONG_HOST, "the certificate is for " + shown + ", not for localhost");
    events.nextRefused();
    Pair strange = new Authority(folder, name).issue(name);
    try (var connection =
        connect(Tls.standard().insecure().identity(strange.certificates(), strange.key()))) {
      assertThat(connection.tls().peerName()).hasValue(shown);
      assertThat(new X500Principal(shown)).isEqualTo(new X500Principal("CN=" + quoted(name)));
      assertThatThrownBy(connection::receive).isInstanceOf(TlsFailed.class);
    }
    assertServerHears(
        "the certificate of " + shown + " is by an authority that is not trusted: " + shown);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\\\"") + '"';
  }

  @Test
  void aNameWithoutAnEnd() throws Exception {
    serve(authority.issue("x".repeat(5_000)).tls());
    assertRefused(trusting(), Reason.WRONG_HOST, "the certificate is for CN=xxx");
    assertThat(events.nextRefused().reason()).hasSizeLessThan(600);
    server.close();
    serve(new Authority(folder, "y".repeat(5_000)).issue("x".repeat(5_000)).tls());
    assertThatThrownBy(() -> connect(trusting())).message().hasSizeLessThan(1200);
  }

  @Test
  void aCertificateThatHasExpired() throws Exception {
    serve(
        authority
            .issue(
                new CertificateMaker(
                    "localhost", List.of("localhost"), Authority.inDays(-9), Authority.inDays(-1)))
            .tls());
    assertRefused(trusting(), Reason.EXPIRED, "the certificate of CN=localhost expired on 20");
  }

  @Test
  void aCertificateThatIsNotYetValid() throws Exception {
    serve(
        authority
            .issue(
                new CertificateMaker(
                    "localhost", List.of("localhost"), Authority.inDays(1), Authority.inDays(9)))
            .tls());
    assertRefused(
        trusting(), Reason.NOT_YET_VALID, "the certificate of CN=localhost is not valid before 20");
  }

  @Test
  void aCertificateSignedByItself() throws Exception {
    serve(Tls.standard().selfSigned(List.of("localhost")));
    String explanation = "the certificate of CN=localhost is signed by itself alone";
    assertRefused(trusting(), Reason.SELF_SIGNED, explanation);
    assertRefused(Tls.standard(), Reason.SELF_SIGNED, explanation);
    assertStillServes(Tls.standard().insecure());
  }

  @Test
  void aCertificateByAnotherAuthority() throws Exception {
    serve(new Authority(folder, "Somebody Else").forLocalhost().tls());
    String explanation =
        "the certificate of CN=localhost is by an authority that is not trusted: CN=Somebody Else";
    assertRefused(trusting(), Reason.UNKNOWN_AUTHORITY, explanation);
    assertRefused(Tls.standard(), Reason.UNKNOWN_AUTHORITY, explanation);
  }

  @Test
  void anAuthorityThatOnlyBearsTheNameOfAnother() throws Exception {
    serve(new Authority(folder, "The Authority").forLocalhost().tls());
    assertRefused(trusting(), Reason.UNKNOWN_AUTHORITY, "CN=The Authority");
  }

  @Test
  void noVersionInCommon() throws Exception {
    serve(authority.forLocalhost().tls().protocols(List.of("TLSv1.3")));
    assertRefused(
        trusting().protocols(List.of("TLSv1.2")),
        Reason.NOTHING_IN_COMMON,
        "no version of TLS is spoken by both");
    assertServerHears("no version of TLS is spoken by both");
  }

  @Test
  void aClientWithoutACertificateWhereOneIsAskedFor() throws Exception {
    serve(authority.forLocalhost().tls().requireClients(authority.file()));
    assertRefused(
        trusting().protocols(List.of("TLSv1.2")),
        Reason.NOTHING_IN_COMMON, // TLS 1.2 has no alert of its own for it
        "or it asks for a client certificate");
    assertServerHears("the client has shown no certificate");
    // In TLS 1.3 a client is done before the server has looked: it hears when it listens.
    try (var connection = connect(trusting())) {
      assertThatThrownBy(connection::receive)
          .isInstanceOfSatisfying(
              TlsFailed.class,
              refusal -> assertThat(refusal.reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING));
    }
    assertServerHears("the client has shown no certificate");
  }

  @Test
  void aClientWhoseCertificateIsByAnotherAuthority() throws Exception {
    serve(authority.forLocalhost().tls().requireClients(authority.file()));
    Pair strange = new Authority(folder, "Somebody Else").issue("The Miller");
    Tls client = trusting().identity(strange.certificates(), strange.key());
    try (var connection = connect(client)) {
      assertThatThrownBy(connection::receive)
          .isInstanceOf(TlsFailed.class)
          .hasMessageContaining("the server does not accept the certificate of this side");
    }
    assertServerHears(
        "the certificate of CN=The Miller is by an authority that is not trusted: CN=Somebody Else");
  }

  @Test
  void aPeerThatSpeaksPlainly() throws Exception {
    serve(authority.forLocalhost().tls());
    try (Peer peer = new Peer(server.port())) {
      peer.says("hello\n");
      assertThat(peer.isCutOff()).isTrue();
    }
    assertServerHears("the client does not speak TLS");
    assertStillServes(trusting());
  }

  @Test
  void aServerThatSpeaksPlainly() throws Exception {
    server = Server.bind("localhost:0", Framing.lines());
    server.start(connection -> connection.send("welcome"));
    assertRefused(trusting(), Reason.NOT_TLS, "the server does not speak TLS");
  }

  @Test
  void aServerThatSendsBackWhatItGets() throws Exception {
    server = Server.bind("localhost:0", Framing.raw());
    server.start(connection -> connection.answer((message, replies) -> replies.send(message)));
    assertRefused(trusting(), Reason.NOT_TLS, "the server does not speak TLS");
  }

  @Test
  void aServerThatClosesWithoutAWord() throws Exception {
    server = Server.bind("localhost:0", Framing.lines());
    server.start(connection -> {});
    assertThat(catchThrowable(() -> connect(trusting())))
        .isInstanceOfAny(TlsFailed.class, ConnectFailed.class)
        .hasMessageContaining("tls://localhost:" + server.port());
  }

  @Test
  void aServerThatSaysNothing() throws Exception {
    server = Server.bind("localhost:0", Framing.lines());
    server.start(connection -> connection.forEach(message -> {}));
    assertThatThrownBy(() ->
            Client.to("tls://localhost:" + server.port())
                .timeouts(Timeouts.standard().connect(Duration.ofMillis(300)))
                .open())
        .isInstanceOfSatisfying(
            TlsFailed.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.TIMEOUT))
        .hasMessageContaining("the handshake was not complete within 300ms");
  }

  @Test
  void aPeerThatStallsInTheHandshakeLosesItsPlace() throws Exception {
    serve(authority.forLocalhost().tls(), Timeouts.standard().connect(Duration.ofMillis(500)));
    try (Peer silent = new Peer(server.port());
        Peer stalled = new Peer(server.port())) {
      stalled.says(new byte[] {22, 3, 1, 2, 0, 1});
      assertThat(silent.isCutOff()).isTrue();
      assertThat(stalled.isCutOff()).isTrue();
    }
    assertServerHears("the handshake was not complete within 500ms");
    assertServerHears("the handshake was not complete within 500ms");
    assertThat(server.connections()).isEmpty();
  }

  @Test
  void aPeerThatLeavesDuringTheHandshake() throws Exception {
    serve(authority.forLocalhost().tls());
    try (Peer peer = new Peer(server.port())) {
      peer.says(new byte[] {22, 3, 1, 2, 0, 1});
      peer.finishes();
      assertThat(peer.isCutOff()).isTrue();
    }
    assertServerHears("the client closed the connection during the handshake");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPeerThatOnlySaysGoodbye(boolean clientsAreChecked) throws Exception {
    Tls tls = authority.forLocalhost().tls();
    serve(clientsAreChecked ? tls.requireClients(authority.file()) : tls);
    for (byte[] goodbye : GOODBYES) {
      try (Peer peer = new Peer(server.port())) {
        peer.says(goodbye);
        assertThat(peer.isCutOff()).isTrue();
      }
      assertServerHears("the client");
    }
  }

  @Test
  void aServerThatOnlySaysGoodbye() throws Exception {
    Tls client = trusting();
    for (byte[] goodbye : GOODBYES) {
      try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        var serving =
            Async.run(() -> {
              try (var accepted = listener.accept()) {
                accepted.getInputStream().read();
                accepted.getOutputStream().write(goodbye);
                accepted.getInputStream().transferTo(OutputStream.nullOutputStream());
              }
            });
        assertThatThrownBy(() ->
                Client.to("tls://localhost:" + listener.getLocalPort())
                    .options(o -> o.tls(client))
                    .open())
            .isInstanceOf(TlsFailed.class)
            .hasMessageContaining("the server");
        serving.get();
      }
    }
  }

  @Test
  void garbageOfEveryKind() throws Exception {
    serve(authority.forLocalhost().tls());
    var random = new Random(1);
    for (int i = 0; i < 20; i++) {
      byte[] garbage = new byte[1 + random.nextInt(5_000)];
      random.nextBytes(garbage);
      garbage[0] = (byte) (20 + i % 4);
      try (Peer peer = new Peer(server.port())) {
        try {
          peer.says(garbage);
          peer.finishes();
        } catch (IOException e) {
          // Refused before all was said.
        }
        assertThat(peer.isCutOff()).isTrue();
      }
      assertThat(events.nextRefused().reason()).isNotBlank();
    }
    assertStillServes(trusting());
  }

  @Test
  void aServerWithoutACertificate() {
    assertThatThrownBy(Server.at("tls://localhost:0")::bind)
        .isInstanceOf(BindFailed.class)
        .hasMessage(
            "cannot listen on tls://localhost:0: a TLS server needs a certificate and its key");
  }

  @Test
  void filesThatCannotBeUsed() throws Exception {
    Pair good = authority.forLocalhost();
    Path none = folder.resolve("none.pem");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
    assertUnusable(good.certificates(), none, "there is no file " + none);
    assertUnusable(none, good.key(), "there is no file " + none);
    assertUnusable(empty, good.key(), "has no certificate in it");
    assertUnusable(good.certificates(), empty, "has no private key in it");
    assertUnusable(
        good.certificates(), authority.forLocalhost().key(), "does not belong to the certificate");
    assertThatThrownBy(() ->
            Client.to("tls://localhost:1").options(o -> o.tls(Tls.standard().trust(none))).open())
        .isInstanceOf(ConnectFailed.class)
        .hasMessageContaining("there is no file " + none);
  }

  private static void assertUnusable(Path certificates, Path key, String why) {
    Tls tls = Tls.standard().identity(certificates, key);
    assertThatThrownBy(Server.at("tls://localhost:0").options(o -> o.tls(tls))::bind)
        .isInstanceOf(BindFailed.class)
        .hasMessageContaining(why);
  }
}
