package dev.leat.net;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are replaced while the server runs. */
@Timeout(120)
class TlsReloadTest {
  private static final String FIRST = "CN=first";
  private static final String SECOND = "CN=second";

  @TempDir private Path folder;
  private Authority authority;
  private Authority.Pair pair;
  private Server server;

  @BeforeEach
  void serve() throws Exception {
    authority = new Authority(folder, "The Authority");
    pair = authority.issue("first", "localhost");
    server = Server.at("tls://localhost:0").options(o -> o.tls(pair.tls())).bind();
    server.start(connection -> connection.answer((message, replies) -> replies.send(message)));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Connection connect() throws IOException {
    Tls trusting = Tls.standard().trust(authority.file());
    return Client.to("tls://localhost:" + server.port()).options(o -> o.tls(trusting)).open();
  }

  private String serverName() throws IOException {
    try (var connection = connect()) {
      return connection.tls().peerName().orElseThrow();
    }
  }

  private static void assertEchoes(Connection connection, String text) throws IOException {
    connection.send(text);
    assertThat(connection.receive()).hasToString(text);
  }

  @Test
  void newConnectionsGetTheNewCertificateAndOldOnesGoOn() throws Exception {
    try (var before = connect()) {
      assertEchoes(before, "before");
      Authority.replace(pair, authority.issue("second", "localhost"));
      assertThat(serverName()).isEqualTo(SECOND);
      assertEchoes(before, "after");
    }
  }

  @Test
  void aHalfWrittenFileLeavesTheOldOneInUseAndIsReportedOnce() throws Exception {
    String whole = Files.readString(pair.certificates());
    try (var log = new LogCapture(Tls.class)) {
      Files.writeString(pair.certificates(), whole.substring(0, 300));
      assertThat(serverName()).isEqualTo(FIRST);
      assertThat(serverName()).isEqualTo(FIRST);
      assertThat(log.records())
          .singleElement()
          .satisfies(entry ->
              assertThat(entry.getMessage())
                  .contains("new connections go on with what was there before")
                  .contains(pair.certificates() + " has no certificate in it"));
    }
    // The certificate comes before its key: for a moment they do not belong together.
    Authority.Pair next = authority.issue("second", "localhost");
    Files.copy(next.certificates(), folder.resolve("copy"));
    Authority.replace(
        new Authority.Pair(pair.certificates(), folder.resolve("copy-key")),
        new Authority.Pair(folder.resolve("copy"), next.key()));
    assertThat(serverName()).isEqualTo(FIRST);
    Files.copy(folder.resolve("copy-key"), pair.key(), REPLACE_EXISTING);
    assertThat(serverName()).isEqualTo(SECOND);
  }

  @Test
  void filesThatAreGoneChangeNothing() throws Exception {
    Files.delete(pair.key());
    assertThat(serverName()).isEqualTo(FIRST);
  }

  @Test
  void noConnectionIsLostWhileCertificatesAreReplacedUnderLoad() throws Exception {
    int threads = 4;
    int replacements = 8;
    var over = new AtomicBoolean();
    var connections = new AtomicInteger();
    List<Async<Void>> clients = new ArrayList<>();
    try (var lasting = connect()) {
      for (int i = 0; i < threads; i++) {
        clients.add(
            Async.run(() -> {
              while (!over.get()) {
                try (var connection = connect()) {
                  assertEchoes(connection, "hello");
                  connections.incrementAndGet();
                }
              }
            }));
      }
      for (int i = 0; i < replacements; i++) {
        int enough = connections.get() + threads;
        while (connections.get() < enough && clients.stream().noneMatch(Async::isDone)) {
          assertEchoes(lasting, "still here");
        }
        Authority.replace(pair, authority.issue("number " + i, "localhost"));
      }
      over.set(true);
      for (Async<Void> client : clients) {
        client.get();
      }
      assertEchoes(lasting, "and now");
      assertThat(serverName()).isEqualTo("CN=number " + (replacements - 1));
    }
  }

  @Test
  void whoTheServerTrustsIsReadAgainToo() throws Exception {
    Path trusted = authority.file();
    Tls asking = pair.tls().requireClients(trusted);
    try (var strict = Server.at("tls://localhost:0").options(o -> o.tls(asking)).bind()) {
      strict.start(connection -> connection.send("welcome"));
      var other = new Authority(folder, "Somebody Else");
      Authority.Pair ours = other.issue("The Miller");
      Tls client = Tls.standard().insecure().identity(ours.certificates(), ours.key());
      var builder = Client.to("tls://localhost:" + strict.port()).options(o -> o.tls(client));
      try (var connection = builder.open()) {
        assertThatThrownBy(connection::receive).isInstanceOf(TlsFailed.class);
      }
      Files.copy(other.file(), trusted, REPLACE_EXISTING);
      try (var connection = builder.open()) {
        assertThat(connection.receive()).isEqualTo(Message.of("welcome"));
      }
    }
  }
}
