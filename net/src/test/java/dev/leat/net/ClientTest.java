package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.framing.TooLong;
import dev.leat.framing.UnencodableMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClientTest {
  private static final Backoff QUICK =
      Backoff.standard().first(Duration.ofMillis(1)).ceiling(Duration.ofMillis(20));

  private final RecordedOutages outages = new RecordedOutages();

  /** The server's ends of the connections, in the order in which they come. */
  private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();

  private Server server;
  private int port;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    do {
      // None that the system gives to somebody else while the server is away.
      port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
    } while (!serves(port));
  }

  private boolean serves(int freePort) throws Exception {
    try {
      serve(freePort);
      return true;
    } catch (BindFailed e) {
      return false;
    }
  }

  private void serve(int requestedPort) throws Exception {
    server = Server.bind("127.0.0.1:" + requestedPort, Framing.lines());
    server.start(connection -> {
      accepted.add(connection);
      Thread.sleep(Duration.ofDays(1)); // The test speaks for this end; closing ends it.
    });
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    if (client != null) {
      client.close();
    }
  }

  private Connection nextAccepted() throws InterruptedException {
    return Patience.next(accepted);
  }

  private Client open(UnaryOperator<Timeouts> timeouts, Backoff backoff, Resend resend)
      throws IOException {
    client =
        Client.to("127.0.0.1:" + port)
            .timeouts(timeouts.apply(Timeouts.standard()))
            .options(options -> options.maxMessage(1000))
            .reconnect(backoff, resend)
            .events(outages)
            .open();
    return client;
  }

  private Client open() throws IOException {
    return open(timeouts -> timeouts, QUICK, connection -> {});
  }

  // Connecting once

  @Test
  void everyAddressIsTried() throws Exception {
    // Localhost is 127.0.0.1 and ::1: whichever the server has, it is found.
    for (String host : List.of("127.0.0.1", "[::1]")) {
      try (var only = Server.bind(host + ":0", Framing.lines())) {
        only.start(connection -> connection.send("welcome"));
        try (var connection = Client.connect("localhost:" + only.port(), "lines")) {
          assertThat(connection.receive()).hasToString("welcome");
        }
      }
    }
  }

  @Test
  void aNameThatIsNotKnownIsSaid() {
    assertThatThrownBy(() -> Client.connect("no-such-host.invalid:1", "lines"))
        .isInstanceOf(ConnectFailed.class)
        .hasMessage(
            "cannot connect to tcp://no-such-host.invalid:1: "
                + "no address is known for the name no-such-host.invalid");
  }

  @Test
  void noAnswerIsSaidAfterTheConnectTimeout() throws Exception {
    // A listener that never accepts: once its backlog is full, the system answers nobody.
    var waiting = new ArrayList<SocketChannel>();
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = (InetSocketAddress) deaf.getLocalSocketAddress();
      for (int i = 0; i < 10; i++) {
        SocketChannel channel = SocketChannel.open();
        waiting.add(channel);
        channel.configureBlocking(false);
        channel.connect(address);
      }
      assertThatThrownBy(() ->
              Client.to("127.0.0.1:" + address.getPort())
                  .timeouts(Timeouts.standard().connect(Duration.ofMillis(100)))
                  .open())
          .isInstanceOf(ConnectTimeout.class)
          .hasMessageEndingWith(": no answer within 100ms");
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  @Test
  void whatTheFramingCannotDoIsRefusedBeforeItConnects() {
    assertThatThrownBy(() ->
            Client.to("127.0.0.1:1") // where nobody listens
                .framing("json")
                .options(o -> o.decoder(o.decoder().tooLong(TooLong.DROP)))
                .open())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theFramingThatWasNamedLastAsSuchCounts() throws Exception {
    var builder = Client.to("127.0.0.1:" + port).framing("u32be");
    try (var connection = builder.options(ConnectionOptions.standard()).open()) {
      assertThat(connection.options().framing()).hasToString("u32be");
    }
    try (var connection = builder.options(o -> o.framing("nul")).open()) {
      assertThat(connection.options().framing()).hasToString("nul");
    }
  }

  @Test
  void anInterruptEndsConnecting() {
    var connecting =
        Async.call(() -> {
          Thread.currentThread().interrupt();
          return Client.connect("127.0.0.1:" + port, "lines");
        });
    assertThatThrownBy(connecting::get).isInstanceOf(ConnectionInterrupted.class);
  }

  // Reconnecting

  @Test
  void receiveSpansAnOutage() throws Exception {
    open();
    var received =
        Async.call(
            () -> List.of(client.receive(), client.receive(), client.receive(Patience.LIMIT)));
    Connection first = nextAccepted();
    first.send("one");
    first.abort();
    Connection second = nextAccepted();
    second.send("two");
    second.abort();
    nextAccepted().send("three");
    assertThat(received.get())
        .containsExactly(Message.of("one"), Message.of("two"), Message.of("three"));
    assertThat(outages.soFar())
        .containsExactly("connected", "lost: finished", "connected", "lost: finished", "connected");
    assertThat(client.counters().messagesIn()).isEqualTo(3);
  }

  @Test
  void aServerThatIsAwayForAWhileIsFoundAgain() throws Exception {
    open();
    assertThat(outages.next()).isEqualTo("connected");
    var received = Async.call(client::receive);
    nextAccepted();
    server.close();
    assertThat(outages.next()).startsWith("lost: ");
    while (!outages.next().equals("failed: ConnectFailed")) {
      // One who is quick may be let in once more before the port is closed.
    }
    serve(port);
    nextAccepted().send("back again");
    assertThat(received.get()).hasToString("back again");
    assertThat(client.isConnected()).isTrue();
  }

  @Test
  void eachNewConnectionBeginsWithWhatIsResent() throws Exception {
    var number = new AtomicInteger();
    open(t -> t, QUICK, connection -> connection.send("hello " + number.incrementAndGet()));
    client.send("command");
    Connection first = nextAccepted();
    assertThat(first.receive()).hasToString("hello 1");
    assertThat(first.receive()).hasToString("command");
    first.abort();
    var received = Async.call(client::receive);
    Connection second = nextAccepted();
    assertThat(second.receive()).hasToString("hello 2");
    second.send("answer");
    assertThat(received.get()).hasToString("answer");
  }

  @Test
  void anAttemptWhoseResendFailsIsFollowedByAnother() throws Exception {
    var attempts = new AtomicInteger();
    open(
        timeouts -> timeouts,
        QUICK,
        connection -> {
          if (attempts.incrementAndGet() < 3) {
            throw new IOException("not yet");
          }
        });
    assertThat(outages.soFar())
        .containsExactly("failed: IOException", "failed: IOException", "connected");
  }

  @Test
  void aResendThatIsBrokenEndsTheClientWithItsCause() {
    assertThatThrownBy(() ->
            open(
                timeouts -> timeouts,
                QUICK,
                connection -> {
                  throw new IllegalStateException("a bug");
                }))
        .isInstanceOf(ConnectFailed.class)
        .hasRootCauseMessage("a bug");
  }

  @Test
  void sendWaitsForTheNextConnection() throws Exception {
    open();
    outages.next();
    var receiving = Async.call(client::receive);
    nextAccepted();
    server.close();
    assertThat(outages.next()).startsWith("lost: ");
    var sending = Async.run(() -> client.send("as soon as you are back"));
    sending.awaitBlocked();
    serve(port);
    Connection back = nextAccepted();
    assertThat(back.receive()).hasToString("as soon as you are back");
    sending.get();
    back.send("thanks");
    assertThat(receiving.get()).hasToString("thanks");
  }

  @Test
  void sendWaitsNoLongerThanTheOperationTimeout() throws Exception {
    open(timeouts -> timeouts.operation(Duration.ofMillis(100)), QUICK, connection -> {});
    server.close();
    assertThatThrownBy(
            () -> {
              while (true) {
                client.send("is anybody there?");
              }
            })
        .isInstanceOf(ConnectionException.class);
    assertThatThrownBy(() -> client.send("nobody"))
        .isInstanceOfSatisfying(
            OperationTimeout.class, timeout -> assertThat(timeout.unsent()).isTrue());
  }

  @Test
  void whatMayHaveBeenSentIsNotSentAgain() throws Exception {
    open();
    Connection first = nextAccepted();
    // More than the system takes: part of it has gone when the connection breaks.
    var sending = Async.run(() -> client.send(ByteBuffer.wrap(new byte[64 << 20])));
    sending.awaitBlocked();
    first.abort();
    assertThatThrownBy(sending::get)
        .isInstanceOfSatisfying(
            ConnectionBroken.class, broken -> assertThat(broken.unsent()).isFalse());
    client.sendAll(List.of(Message.of("next"), Message.of("and next")));
    Connection second = nextAccepted();
    assertThat(second.receive()).hasToString("next");
    assertThat(second.receive()).hasToString("and next");
  }

  @Test
  void whatCannotBeEncodedCostsNoConnection() throws Exception {
    open();
    assertThatThrownBy(() -> client.send("a\nb")).isInstanceOf(UnencodableMessage.class);
    client.send("fine");
    assertThat(nextAccepted().receive()).hasToString("fine");
    assertThat(outages.soFar()).containsExactly("connected");
  }

  @Test
  void bytesThatBreakTheFramingAreToldAndTheNextConnectionIsUsed() throws Exception {
    open();
    nextAccepted().send("x".repeat(5000));
    assertThatThrownBy(client::receive).isInstanceOf(FrameTooLong.class);
    nextAccepted().send("better");
    assertThat(client.receive()).hasToString("better");
  }

  @Test
  void aLimitedReceiveExpiresDuringAnOutageToo() throws Exception {
    open();
    assertThatThrownBy(() -> client.receive(Duration.ofMillis(50)))
        .isInstanceOf(ReceiveTimeout.class);
    server.close();
    assertThatThrownBy(() -> client.receive(Duration.ofMillis(50)))
        .isInstanceOf(ReceiveTimeout.class)
        .hasMessageContaining("within 50ms");
  }

  @Test
  void itGivesUpWhereTold() throws Exception {
    open(t -> t, QUICK.giveUpAfter(Duration.ofMillis(100)), connection -> {});
    server.close();
    assertThatThrownBy(client::receive).isInstanceOf(ConnectFailed.class);
    assertThatThrownBy(() -> client.send("x")).isInstanceOf(ConnectFailed.class);
    assertThat(client.isConnected()).isFalse();
    // Each call hears it with a trace of its own.
    assertThat(catchThrowable(client::receive)).isNotSameAs(catchThrowable(client::receive));
  }

  @Test
  void whatItGaveUpOnIsTheCauseWhateverItWas() {
    assertThatThrownBy(() ->
            open(
                timeouts -> timeouts,
                QUICK.giveUpAfter(Duration.ofMillis(10)),
                connection -> connection.receive(Duration.ofMillis(1))))
        .isInstanceOf(ConnectFailed.class)
        .hasMessageContaining(": given up after 10ms: no message from ")
        .hasCauseInstanceOf(ReceiveTimeout.class);
  }

  @Test
  void theSearchGoesOnWhateverAListenerDoes() throws Exception {
    client =
        Client.to("127.0.0.1:" + port)
            .reconnect(QUICK)
            .events(
                new ClientEvents() {
                  @Override
                  public void lost(Endpoint peer, IOException cause) {
                    throw new AssertionError("a bug");
                  }
                })
            .open();
    var receiving = Async.call(client::receive);
    nextAccepted().abort();
    assertThatThrownBy(receiving::get).hasRootCauseMessage("a bug");
    nextAccepted().send("here again");
    assertThat(client.receive()).hasToString("here again");
  }

  @Test
  void theFirstConnectionIsSoughtLikeEveryOther() throws Exception {
    server.close();
    var opening = Async.call(() -> open());
    assertThat(outages.next()).isEqualTo("failed: ConnectFailed");
    serve(port);
    assertThat(opening.get().isConnected()).isTrue();
  }

  @Test
  void closeEndsEveryWait() throws Exception {
    open();
    var receiving = Async.call(client::receive).awaitBlocked();
    Connection other = nextAccepted();
    var closing = Async.run(client::close);
    assertThat(other.receive()).isNull();
    other.abort();
    closing.get();
    assertThatThrownBy(receiving::get)
        .isInstanceOf(ConnectionClosed.class)
        .hasMessageStartingWith("the client is closed");
    assertThatThrownBy(() -> client.send("x")).isInstanceOf(ConnectionClosed.class);
    client.close();
  }

  @Test
  void closeEndsTheSearchForAServer() throws Exception {
    open();
    server.close();
    var receiving = Async.call(client::receive);
    assertThat(outages.next()).isEqualTo("connected");
    assertThat(outages.next()).startsWith("lost: ");
    client.close();
    assertThatThrownBy(receiving::get).isInstanceOf(ConnectionClosed.class);
  }

  @Test
  void anInterruptClosesTheClient() throws Exception {
    open();
    var receiving = Async.call(client::receive).awaitBlocked().interrupt();
    assertThatThrownBy(receiving::get).isInstanceOf(ConnectionInterrupted.class);
    assertThatThrownBy(client::receive).isInstanceOf(ConnectionException.class);
  }

  @Test
  void itNamesTheServer() throws Exception {
    open();
    assertThat(client.peer()).isEqualTo(Endpoint.tcp("127.0.0.1", port));
    assertThat(client).hasToString("client of tcp://127.0.0.1:" + port);
  }

  @Test
  void delaysDoubleUpToTheCeilingAndAreRandomBelowIt() {
    var backoff = Backoff.standard().first(Duration.ofMillis(100)).ceiling(Duration.ofSeconds(1));
    for (int failures = 0; failures < 100; failures++) {
      Duration bound = Duration.ofMillis(failures < 4 ? 100L << failures : 1000);
      Duration longest = Duration.ZERO;
      for (int i = 0; i < 1000; i++) {
        Duration delay = backoff.delay(failures);
        assertThat(delay).isBetween(Duration.ZERO, bound);
        longest = delay.compareTo(longest) > 0 ? delay : longest;
      }
      assertThat(longest).isGreaterThan(bound.dividedBy(2));
    }
  }
}
