package dev.leat.net;

import static dev.leat.net.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.framing.TooLong;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ServerTest {
  private final RecordedEvents events = new RecordedEvents();
  private Server server;

  private static void echo(Connection connection) throws Exception {
    connection.answer((message, replies) -> replies.send(message));
  }

  private ServerBuilder at(String endpoint) {
    return Server.at(endpoint).events(events);
  }

  private Server bind(Limits limits) throws Exception {
    server = at("127.0.0.1:0").limits(limits).bind();
    return server;
  }

  private Server bind() throws Exception {
    return bind(Limits.standard());
  }

  private Peer connect() throws Exception {
    return new Peer(server.port());
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  // Binding

  @Test
  void localhostIsEveryLoopbackAddressOnOnePort() throws Exception {
    server = at("localhost:0").bind();
    boolean ipv6 =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
    int port = server.port();
    assertThat(port).isPositive();
    assertThat(server.addresses())
        .isEqualTo(
            ipv6
                ? List.of(Endpoint.tcp("127.0.0.1", port), Endpoint.parse("[::1]:" + port))
                : List.of(Endpoint.tcp("127.0.0.1", port)));
    server.start(ServerTest::echo);
    for (Endpoint address : server.addresses()) {
      try (var client = Client.connect(address.toString(), Framing.lines())) {
        client.send("hello");
        assertThat(client.receive()).hasToString("hello");
      }
    }
  }

  @Test
  void aStarIsEveryInterfaceOnOneSocket() throws Exception {
    server = at("*:0").bind();
    server.start(ServerTest::echo);
    assertThat(server.addresses()).containsExactly(Endpoint.tcp("*", server.port()));
    try (var client = Client.connect("*:" + server.port(), Framing.lines())) {
      client.send("hello");
      assertThat(client.receive()).hasToString("hello");
      assertThat(client.peer().host()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void aPortInUseIsSaidWithAdvice() throws Exception {
    bind();
    assertThatThrownBy(() -> Server.bind("127.0.0.1:" + server.port(), Framing.lines()))
        .isInstanceOf(BindFailed.class)
        .hasMessageStartingWith("cannot listen on tcp://127.0.0.1:" + server.port() + ": ")
        .hasMessageContaining("in use (is another server running?");
  }

  @Test
  void localhostNeedsThePortOnBothAddresses() throws Exception {
    server = at("[::1]:0").bind();
    assertThatThrownBy(() -> Server.bind("localhost:" + server.port(), Framing.lines()))
        .isInstanceOf(BindFailed.class);
    // What had been opened before the failure is closed.
    Server.bind("127.0.0.1:" + server.port(), Framing.lines()).close();
  }

  @Test
  void anAddressOfAnotherMachineIsSaidPlainly() {
    assertThatThrownBy(() -> Server.bind("192.0.2.1:0", Framing.lines()))
        .isInstanceOf(BindFailed.class)
        .hasMessageContaining("this machine does not have that address");
  }

  @Test
  void theEndpointsOwnFramingCounts() throws Exception {
    server = at("127.0.0.1:0?framing=delim:~").framing("lines").bind();
    server.start(ServerTest::echo);
    try (Peer peer = connect()) {
      assertThat(peer.says("a\n~").hears(3)).isEqualTo("a\n~");
    }
    assertThatThrownBy(() -> Server.at("127.0.0.1:0?frame=lines").bind())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown option of an endpoint: frame");
  }

  @Test
  void whatTheFramingCannotDoIsRefusedBeforeAnybodyConnects() {
    assertThatThrownBy(() ->
            at("127.0.0.1:0")
                .framing("json")
                .options(o -> o.decoder(o.decoder().tooLong(TooLong.DROP)))
                .bind())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("json");
  }

  @Test
  void aFramingThatIsNamedCountsWhateverTheOrder() throws Exception {
    server = at("127.0.0.1:0").framing("nul").options(ConnectionOptions.standard()).bind();
    server.start(ServerTest::echo);
    try (Peer peer = connect()) {
      assertThat(peer.says("a\n\0").hears(3)).isEqualTo("a\n\0");
    }
  }

  // Handlers

  @Test
  void aConnectionIsClosedWhenItsHandlerReturns() throws Exception {
    bind().start(connection -> connection.send("bye"));
    try (Peer peer = connect()) {
      assertThat(peer.hearsAll()).isEqualTo("bye\n");
    }
    var ended = events.nextEnded();
    assertThat(ended.connection()).isSameAs(events.nextConnected());
    assertThat(ended.failure()).isNull();
    assertThat(ended.connection().isOpen()).isFalse();
  }

  @Test
  void whatAHandlerThrowsEndsItsConnectionAloneAndIsLoggedWithThePeer() throws Exception {
    try (var log = new LogCapture(Server.class)) {
      bind()
          .start(connection ->
              connection.answer((message, replies) -> {
                if (message.remaining() == 0) {
                  throw new IllegalStateException("a bug");
                }
                replies.send(message);
              }));
      try (Peer good = connect();
          Peer bad = connect()) {
        assertThat(good.isEchoed("before")).isTrue();
        assertThat(bad.says("\n").hearsAll()).isEmpty();
        var ended = events.nextEnded();
        assertThat(ended.failure()).isInstanceOf(IllegalStateException.class);
        assertThat(good.isEchoed("after")).isTrue();
        assertThat(log.records())
            .singleElement()
            .satisfies(entry -> {
              assertThat(entry.getLevel()).isEqualTo(Level.WARNING);
              assertThat(entry.getMessage()).contains(ended.connection().peer().toString());
              assertThat(entry.getThrown()).hasMessage("a bug");
            });
      }
    }
  }

  @Test
  void itKnowsTheConnectionsThatAreServed() throws Exception {
    bind().start(ServerTest::echo);
    try (Peer peer = connect()) {
      assertThat(peer.isEchoed("x")).isTrue();
      assertThat(server.connections()).containsExactly(events.nextConnected());
    }
    events.nextEnded();
    await().until(() -> server.connections().isEmpty());
  }

  @Test
  void whatAnEventsListenerThrowsHarmsNobody() throws Exception {
    server =
        Server.at("127.0.0.1:0")
            .events(
                new ServerEvents() {
                  @Override
                  public void connected(Connection connection) {
                    throw new IllegalStateException("a bug in the listener");
                  }
                })
            .bind();
    try (var log = new LogCapture(Server.class)) {
      server.start(ServerTest::echo);
      try (Peer peer = connect()) {
        assertThat(peer.isEchoed("x")).isTrue();
      }
      assertThat(log.records())
          .anySatisfy(entry -> assertThat(entry.getThrown()).hasMessage("a bug in the listener"));
    }
  }

  // Limits

  @Test
  void whileFullItHoldsOneConnectionUnservedAndTheRestWait() throws Exception {
    bind(Limits.standard().connections(1)).start(ServerTest::echo);
    try (Peer first = connect();
        Peer second = connect();
        Peer third = connect()) {
      assertThat(first.isEchoed("first")).isTrue();
      events.nextConnected();
      second.says("second\n");
      third.says("third\n");
      assertThat(server.connections()).hasSize(1);
      assertThat(events.nobodyElseConnected()).isTrue();
      first.leaves();
      assertThat(second.hears(7)).isEqualTo("second\n");
      Patience.await().until(() -> server.connections().size() == 1);
      second.leaves();
      assertThat(third.hears(6)).isEqualTo("third\n");
    }
  }

  @Test
  void whileFullTheOneThatHasBeenSilentLongestMakesWayWhereAsked() throws Exception {
    bind(Limits.standard().connections(2).whenFull(WhenFull.REPLACE)).start(ServerTest::echo);
    try (Peer first = connect();
        Peer second = connect()) {
      events.nextConnected();
      assertThat(first.isEchoed("first")).isTrue();
      events.nextConnected();
      try (Peer third = connect()) {
        assertThat(third.isEchoed("third")).isTrue();
        assertThat(second.hearsAll()).isEmpty();
        assertThat(events.nextEnded().failure())
            .isInstanceOf(Replaced.class)
            .hasMessageContaining("it had said nothing, and others were waiting");
        assertThat(first.isEchoed("still there")).isTrue();
        try (Peer fourth = connect()) {
          // There is nobody left who has said nothing.
          fourth.says("fourth\n");
          assertThat(events.nextConnected()).isNotNull();
          assertThat(events.nobodyElseConnected()).isTrue();
          third.leaves();
          assertThat(fourth.hears(7)).isEqualTo("fourth\n");
        }
      }
    }
  }

  @Test
  void whileFullItRefusesWhereAsked() throws Exception {
    bind(Limits.standard().connections(1).whenFull(WhenFull.REFUSE)).start(ServerTest::echo);
    try (Peer first = connect()) {
      assertThat(first.isEchoed("x")).isTrue();
      try (Peer second = connect()) {
        assertThat(second.hearsAll()).isEmpty();
      }
      assertThat(events.nextRefused().reason()).isEqualTo("more than 1 connections");
      assertThat(first.isEchoed("y")).isTrue();
    }
    events.nextEnded();
    try (Peer third = connect()) {
      assertThat(third.isEchoed("z")).isTrue();
    }
  }

  @Test
  void oneAddressTooOftenIsRefusedEvenWhereOthersQueue() throws Exception {
    bind(Limits.standard().perAddress(2)).start(ServerTest::echo);
    try (Peer first = connect();
        Peer second = connect()) {
      assertThat(first.isEchoed("1")).isTrue();
      assertThat(second.isEchoed("2")).isTrue();
      try (Peer third = connect()) {
        assertThat(third.hearsAll()).isEmpty();
      }
      assertThat(events.nextRefused().reason())
          .isEqualTo("more than 2 connections from this address");
    }
    events.nextEnded();
    try (Peer fourth = connect()) {
      assertThat(fourth.isEchoed("4")).isTrue();
    }
  }

  // Ending

  @Test
  void serveReturnsWhenTheServerIsClosed() throws Exception {
    bind();
    var serving = Async.run(() -> server.serve(ServerTest::echo));
    try (Peer peer = connect()) {
      assertThat(peer.isEchoed("x")).isTrue();
      server.close();
      serving.get();
      assertThat(peer.hearsAll()).isEmpty();
    }
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    server.close();
    assertThatThrownBy(() -> server.start(ServerTest::echo))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the server is closed");
  }

  @Test
  void anInterruptOfServeClosesTheServer() throws Exception {
    bind();
    var serving =
        Async.call(() -> {
          server.serve(ServerTest::echo);
          return Thread.currentThread().isInterrupted();
        });
    try (Peer peer = connect()) {
      assertThat(peer.isEchoed("x")).isTrue();
      serving.interrupt();
      assertThat(serving.get()).isTrue();
      assertThat(peer.hearsAll()).isEmpty();
    }
  }

  @Test
  void aHandlerMayCloseItsServer() throws Exception {
    bind();
    var serving =
        Async.run(() ->
            server.serve(connection -> {
              connection.receive();
              server.close();
            }));
    try (Peer peer = connect()) {
      peer.says("stop\n");
      serving.get();
      assertThat(peer.hearsAll()).isEmpty();
    }
  }

  @Test
  void closeInterruptsHandlersWhateverTheyWaitFor() throws Exception {
    bind();
    var waiting = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    server.start(connection -> {
      waiting.countDown();
      never.await();
    });
    try (Peer peer = connect()) {
      waiting.await();
      server.close();
      assertThat(events.nextEnded().failure()).isInstanceOf(InterruptedException.class);
      assertThat(peer.hearsAll()).isEmpty();
      assertThat(server.connections()).isEmpty();
    }
  }

  @Test
  void aConnectionThatComesWhileTheServerClosesIsNotLeftOpen() throws Exception {
    for (int i = 0; i < 200; i++) {
      bind().start(ServerTest::echo);
      try (Peer peer = connect()) {
        server.close();
        assertThat(peer.isCutOff()).isTrue();
      }
    }
  }

  @Test
  void aServerThatIsClosedWhileFullLetsGoOfTheConnectionThatWaits() throws Exception {
    bind(Limits.standard().connections(1)).start(ServerTest::echo);
    try (Peer first = connect();
        Peer second = connect()) {
      assertThat(first.isEchoed("x")).isTrue();
      server.close();
      assertThat(second.isCutOff()).isTrue();
    }
  }

  @Test
  void allAreClosedAtOnceAlthoughTheirSocketsLinger() throws Exception {
    int connections = 8;
    var linger = Duration.ofSeconds(10);
    server = at("127.0.0.1:0").options(o -> o.socket(o.socket().linger(linger))).bind();
    var sent = new CountDownLatch(connections);
    server.start(connection -> {
      connection.send("x".repeat(200_000)); // more than the peer takes
      sent.countDown();
      connection.receive();
    });
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      peers.add(Peer.thatTakesLittle(server.port()));
    }
    sent.await();
    long start = System.nanoTime();
    server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(linger.multipliedBy(4));
    for (Peer peer : peers) {
      peer.close();
    }
  }

  @Test
  void theThreadOfAHandlerIsNamedAfterItsPeer() throws Exception {
    bind().start(connection -> connection.send(Thread.currentThread().getName()));
    try (Peer peer = connect()) {
      assertThat(peer.hearsAll()).startsWith("connection with tcp://127.0.0.1:");
    }
  }
}
