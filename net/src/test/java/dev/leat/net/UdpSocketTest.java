package dev.leat.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class UdpSocketTest {
  private static final Duration PATIENCE = Patience.LIMIT;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  private UdpSocket bind(String endpoint) throws IOException {
    return bind(endpoint, UdpOptions.standard());
  }

  private UdpSocket bind(String endpoint, UdpOptions options) throws IOException {
    UdpSocket socket = UdpSocket.bind(Endpoint.parse(endpoint), options);
    open.add(socket);
    return socket;
  }

  private UdpSocket connect(UdpSocket to) throws IOException {
    UdpSocket socket = UdpSocket.connect(to.addresses().getFirst().toString());
    open.add(socket);
    return socket;
  }

  private static void assumeIpv6() throws IOException {
    assumeTrue(
        NetworkInterface.getByInetAddress(Inet6Address.ofLiteral("::1")) != null, "no ::1 here");
  }

  // Sending and receiving

  @Test
  void aDatagramIsAMessageWithASender() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    UdpSocket client = connect(server);
    client.send("hello");
    Datagram question = server.receive(PATIENCE);
    assertThat(question.text()).isEqualTo("hello");
    assertThat(question.size()).isEqualTo(5);
    assertThat(question.bytes()).isEqualTo("hello".getBytes(UTF_8));
    assertThat(question.sender()).isEqualTo(client.addresses().getFirst());
    assertThat(question).hasToString("5 bytes from " + client.addresses().getFirst());
    server.reply(question, "hello yourself");
    assertThat(client.receive(PATIENCE).text()).isEqualTo("hello yourself");
    assertThat(client.peer()).isEqualTo(server.addresses().getFirst());
    assertThat(server.peer()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 0",
    "127.0.0.1, 1",
    "127.0.0.1, 65507",
    "[::1], 0",
    "[::1], 65507",
    "[::1], 65527"
  })
  void everySizeGoesAndComesBack(String host, int size) throws Exception {
    if (host.startsWith("[")) {
      assumeIpv6();
    }
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    UdpSocket server = bind("udp://" + host + ":0");
    UdpSocket client = connect(server);
    client.send(Message.of(bytes));
    Datagram datagram = server.receive(PATIENCE);
    assertThat(datagram.bytes()).isEqualTo(bytes);
    server.reply(datagram, datagram.message());
    assertThat(client.receive(PATIENCE).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 65508, IPv4, 65507", "[::1], 65528, IPv6, 65527"})
  void whatIsTooLongIsRefusedBeforeTheSystemIsAsked(String host, int size, String version, int most)
      throws Exception {
    if (host.startsWith("[")) {
      assumeIpv6();
    }
    UdpSocket server = bind("udp://" + host + ":0");
    UdpSocket client = connect(server);
    Message message = Message.of(new byte[size]);
    String why =
        "message of %d bytes: a UDP datagram over %s has at most %d".formatted(size, version, most);
    assertThatThrownBy(() -> client.send(message))
        .isInstanceOf(UnencodableMessage.class)
        .hasMessage(why);
    assertThatThrownBy(() -> client.check(message)).hasMessage(why);
    assertThatThrownBy(() -> server.send(message, client.addresses().getFirst())).hasMessage(why);
    assertThat(client.counters().sent()).isZero();
    client.send("still as good as before");
    assertThat(server.receive(PATIENCE).text()).isEqualTo("still as good as before");
  }

  @Test
  void whatIsLongerThanTheMaximumIsDroppedAndCounted() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0", UdpOptions.standard().maxMessage(4));
    UdpSocket client = connect(server);
    client.send("12345");
    client.send("1234");
    assertThat(server.receive(PATIENCE).text()).isEqualTo("1234");
    assertThat(server.counters().tooLong()).isEqualTo(1);
    assertThat(server.counters().received()).isEqualTo(1);
  }

  @Test
  void lendsDatagramsAndSendsThemBack() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    var echo = Async.run(() -> server.forEach((message, sender) -> server.send(message, sender)));
    UdpSocket client = connect(server);
    for (String text : List.of("one", "", "three")) {
      client.send(text);
      assertThat(client.receive(PATIENCE).text()).isEqualTo(text);
    }
    server.close();
    echo.get();
  }

  @Test
  void sendsToWhomeverItIsTold() throws Exception {
    UdpSocket one = bind("udp://127.0.0.1:0");
    UdpSocket other = bind("udp://127.0.0.1:0");
    one.send(Message.of("by endpoint"), other.addresses().getFirst());
    assertThat(other.receive(PATIENCE).text()).isEqualTo("by endpoint");
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), other.port());
    one.send(ByteBuffer.wrap("by address".getBytes(UTF_8)), address);
    Datagram datagram = other.receive(PATIENCE);
    assertThat(datagram.text()).isEqualTo("by address");
    assertThat(datagram.address().getPort()).isEqualTo(one.port());
    assertThatThrownBy(() -> one.send("to whom?"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not connected");
  }

  @Test
  void aConnectedSocketHearsItsPeerAlone() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    UdpSocket client = connect(server);
    UdpSocket stranger = bind("udp://127.0.0.1:0");
    stranger.send(Message.of("psst"), client.addresses().getFirst());
    client.send("hello");
    server.reply(server.receive(PATIENCE), "hi");
    assertThat(client.receive(PATIENCE).text()).isEqualTo("hi");
    assertThat(client.arrived()).isNull();
  }

  @Test
  void countsWhatGoesThrough() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    UdpSocket client = connect(server);
    client.send("12");
    client.send("345");
    server.receive(PATIENCE);
    server.receive(PATIENCE);
    assertThat(client.counters().sent()).isEqualTo(2);
    assertThat(client.counters().bytesOut()).isEqualTo(5);
    assertThat(server.counters().received()).isEqualTo(2);
    assertThat(server.counters().bytesIn()).isEqualTo(5);
  }

  // Addresses

  @Test
  void localhostIsEveryLoopbackAddressOnOnePort() throws Exception {
    assumeIpv6();
    UdpSocket server = bind("udp://localhost:0");
    int port = server.port();
    assertThat(server.addresses())
        .containsExactly(
            Endpoint.parse("udp://127.0.0.1:" + port), Endpoint.parse("udp://[::1]:" + port));
    for (Endpoint address : server.addresses()) {
      UdpSocket client = UdpSocket.connect(address.toString());
      open.add(client);
      client.send("hello");
      Datagram datagram = server.receive(PATIENCE);
      assertThat(datagram.text()).isEqualTo("hello");
      server.reply(datagram, "from " + address.host());
      assertThat(client.receive(PATIENCE).text()).isEqualTo("from " + address.host());
    }
  }

  @Test
  void ofTwoAddressesNeitherSilencesTheOther() throws Exception {
    assumeIpv6();
    UdpSocket server = bind("udp://localhost:0");
    for (Endpoint address : server.addresses()) {
      UdpSocket client = UdpSocket.connect(address.toString());
      open.add(client);
      for (int i = 0; i < 10; i++) {
        client.send(address.host());
      }
    }
    assertThat(List.of(server.receive(PATIENCE).text(), server.receive(PATIENCE).text()))
        .containsExactlyInAnyOrder("127.0.0.1", "::1");
  }

  @Test
  void aStarIsEveryInterfaceOnOneSocket() throws Exception {
    assumeIpv6();
    UdpSocket server = bind("udp://*:0");
    assertThat(server.addresses()).containsExactly(Endpoint.parse("udp://*:" + server.port()));
    for (String host : List.of("127.0.0.1", "[::1]")) {
      UdpSocket client = UdpSocket.connect("udp://" + host + ":" + server.port());
      open.add(client);
      client.send("hello");
      Datagram datagram = server.receive(PATIENCE);
      assertThat(datagram.sender()).isEqualTo(client.addresses().getFirst());
      server.reply(datagram, "hi");
      assertThat(client.receive(PATIENCE).text()).isEqualTo("hi");
    }
  }

  @Test
  void aPortInUseIsSaidWithAdvice() throws Exception {
    UdpSocket first = bind("udp://127.0.0.1:0");
    assertThatThrownBy(() -> bind("udp://127.0.0.1:" + first.port()))
        .isInstanceOf(BindFailed.class)
        .hasMessageContaining("in use (is another server running?");
  }

  @Test
  void aPortIsSharedByThoseWhoSaySo() throws Exception {
    UdpSocket first = bind("udp://127.0.0.1:0?reuse=true");
    UdpSocket second = bind("udp://127.0.0.1:" + first.port() + "?reuse=true");
    connect(second).send("hello");
    assertThat(second.receive(PATIENCE).text()).isEqualTo("hello");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tcp://127.0.0.1:0             | not a UDP endpoint: tcp://127.0.0.1:0
          udp://127.0.0.1:0?framing=raw | a datagram is a message by itself
          udp://127.0.0.1:0?ttl=1       | unknown option of an endpoint: ttl
          udp://127.0.0.1:0?hops=256    | hops must be from 0 to 255, not 256
          udp://127.0.0.1:0?hops=x      | hops must be from 0 to 255, not x
          udp://127.0.0.1:0?reuse=yes   | reuse must be true or false, not yes
          """)
  void anEndpointThatMakesNoSenseIsRefused(String endpoint, String why) {
    assertThatThrownBy(() -> UdpSocket.bind(endpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void connectionsAreForOtherTransports() {
    assertThatThrownBy(() -> Server.bind("udp://127.0.0.1:0", Framing.lines()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("UdpSocket receives datagrams");
    assertThatThrownBy(() -> Client.connect("udp://127.0.0.1:9", Framing.lines()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("UdpSocket sends datagrams");
  }

  @Test
  void itSaysWhichVersionOfIpItLacks() throws Exception {
    assumeIpv6();
    UdpSocket socket = bind("udp://127.0.0.1:0");
    assertThatThrownBy(() -> socket.send(Message.of("x"), Endpoint.parse("udp://[::1]:9")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot reach ::1: it has no address of IPv6");
  }

  @Test
  void whatTheNetworkDoesNotTakeLeavesTheSocketAsGoodAsBefore() throws Exception {
    UdpSocket socket = bind("udp://127.0.0.1:0");
    UdpSocket other = bind("udp://127.0.0.1:0");
    // From 127.0.0.1 nothing leaves the machine: the system refuses it.
    assertThatThrownBy(() -> socket.send(Message.of("x"), Endpoint.parse("udp://192.0.2.1:9")))
        .isInstanceOfSatisfying(
            DatagramFailed.class, e -> assertThat(e.peer()).hasToString("udp://192.0.2.1:9"))
        .hasMessageStartingWith("cannot send to udp://192.0.2.1:9: ");
    socket.send(Message.of("still here"), other.addresses().getFirst());
    assertThat(other.receive(PATIENCE).text()).isEqualTo("still here");
  }

  // Waiting and ending

  @Test
  void whoeverWaitsOnlySoLongDoesNotWaitForAnotherWhoReceives() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    var waiting = Async.call(server::receive).awaitBlocked();
    assertThat(server.arrived()).isNull();
    assertThatThrownBy(() -> server.receive(Duration.ofMillis(20)))
        .isInstanceOf(ReceiveTimeout.class);
    connect(server).send("hello");
    assertThat(waiting.get().text()).isEqualTo("hello");
  }

  @Test
  void aConnectedSocketThatWasSilentForLongStillReceives() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    UdpSocket client = connect(server);
    client.send("hello");
    Datagram question = server.receive(PATIENCE);
    for (int i = 0; i < 3; i++) {
      server.reply(question, "answer " + i);
      assertThat(client.receive(PATIENCE).text()).isEqualTo("answer " + i);
      assertThatThrownBy(() -> client.receive(Duration.ofMillis(150)))
          .as("longer than room is kept for")
          .isInstanceOf(ReceiveTimeout.class);
    }
    assertThat(client.counters().lost()).as("who would ask?").isEmpty();
  }

  @Test
  void waitsOnlySoLong() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    assertThatThrownBy(() -> server.receive(Duration.ofMillis(20)))
        .isInstanceOf(ReceiveTimeout.class)
        .hasMessage("no datagram came to " + server.addresses().getFirst() + " within 20ms");
    assertThatThrownBy(() -> server.receive(Duration.ZERO)).isInstanceOf(ReceiveTimeout.class);
    UdpSocket client = connect(server);
    client.send("now");
    assertThat(server.receive(PATIENCE).text()).isEqualTo("now");
    assertThatThrownBy(() -> client.receive(Duration.ofMillis(1)))
        .hasMessageStartingWith("no message from " + server.addresses().getFirst());
  }

  @Test
  void closingEndsTheWaitOfReceiversInPeace() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    var one = Async.call(server::receive).awaitBlocked();
    var other = Async.call(server::receive).awaitBlocked();
    server.close();
    assertThat(one.get()).isNull();
    assertThat(other.get()).isNull();
    assertThat(server.receive()).isNull();
    assertThat(server.receive(Duration.ZERO)).isNull();
    assertThatThrownBy(() -> server.send(Message.of("x"), Endpoint.parse("udp://127.0.0.1:9")))
        .isInstanceOf(ConnectionClosed.class)
        .hasMessageStartingWith("the socket is closed");
    server.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptClosesTheSocket(boolean virtual) throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    var started = new CountDownLatch(1);
    var failure = new CompletableFuture<Throwable>();
    Runnable receive =
        () -> {
          started.countDown();
          try {
            server.receive();
            failure.complete(null);
          } catch (IOException e) {
            failure.complete(Thread.currentThread().isInterrupted() ? e : null);
          }
        };
    Thread thread = virtual ? Thread.startVirtualThread(receive) : new Thread(receive);
    if (!virtual) {
      thread.start();
    }
    started.await();
    thread.interrupt();
    assertThat(failure.get())
        .isInstanceOf(ConnectionInterrupted.class)
        .hasMessage(server.addresses().getFirst() + " closed: its thread was interrupted");
    assertThat(server.receive()).isNull();
    // The port is free again.
    bind(server.addresses().getFirst().toString());
  }

  @Test
  void drainingReceivesWhatHasComeAndThenEnds() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    UdpSocket client = connect(server);
    for (int i = 0; i < 100; i++) {
      client.send("" + i);
    }
    server.drain(PATIENCE);
    for (int i = 0; i < 100; i++) {
      assertThat(server.receive().text()).isEqualTo("" + i);
    }
    assertThat(server.receive()).isNull();
    bind(server.addresses().getFirst().toString());
  }

  @Test
  void drainingEndsAWait() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    var waiting = Async.call(server::receive).awaitBlocked();
    server.drain(PATIENCE);
    assertThat(waiting.get()).isNull();
  }

  @Test
  void drainingEndsThoughMoreComesAllTheTime() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    UdpSocket client = connect(server);
    var flood =
        Async.run(() -> {
          while (!Thread.currentThread().isInterrupted()) {
            try {
              client.send("more");
            } catch (PortUnreachable e) {
              return; // it has closed
            }
          }
        });
    server.drain(Duration.ofMillis(100));
    server.forEach((message, sender) -> {});
    flood.get();
  }

  @Test
  void aPeerThatIsNotThereIsSaidAndMayStillCome() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    UdpSocket client = connect(server);
    server.close();
    client.send("anybody there?");
    assertThatThrownBy(() -> client.receive(PATIENCE))
        .isInstanceOf(PortUnreachable.class)
        .isInstanceOf(ConnectionException.class)
        .hasMessage("nobody listens on " + client.peer() + " (port unreachable)");
    client.send("hello?");
    assertThatThrownBy(() -> client.send("hello?"))
        .isInstanceOfSatisfying(PortUnreachable.class, e -> assertThat(e.unsent()).isTrue());
    UdpSocket late = bind(server.addresses().getFirst().toString());
    client.send("at last");
    assertThat(late.receive(PATIENCE).text()).isEqualTo("at last");
  }

  @Test
  void aNameThatIsNotKnownIsSaid() {
    assertThatThrownBy(() -> UdpSocket.connect("udp://no.such.name.invalid:9"))
        .isInstanceOf(ConnectFailed.class)
        .hasMessageContaining("no address is known for the name no.such.name.invalid");
  }

  // Loss

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatTheSystemDropsIsCounted() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0", UdpOptions.standard().receiveBuffer(4096));
    UdpSocket client = connect(server);
    assertThat(server.counters().lost()).hasValue(0);
    int sent = 1000;
    for (int i = 0; i < sent; i++) {
      client.send("x".repeat(500));
    }
    server.drain(PATIENCE);
    var received = new AtomicLong();
    server.forEach((message, sender) -> received.incrementAndGet());
    UdpCounters counters = server.counters();
    assertThat(counters.received()).isEqualTo(received.get()).isPositive();
    assertThat(counters.lost().getAsLong()).isEqualTo(sent - received.get()).isPositive();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void lossIsCountedOnBothAddressesOfLocalhostAndOnEveryInterface() throws Exception {
    assumeIpv6();
    for (String host : List.of("localhost", "*")) {
      UdpSocket server = bind("udp://" + host + ":0", UdpOptions.standard().receiveBuffer(4096));
      for (String way : List.of("127.0.0.1", "[::1]")) {
        UdpSocket client = UdpSocket.connect("udp://" + way + ":" + server.port());
        open.add(client);
        for (int i = 0; i < 500; i++) {
          client.send("x".repeat(500));
        }
      }
      server.drain(PATIENCE);
      server.forEach((message, sender) -> {});
      UdpCounters counters = server.counters();
      assertThat(counters.received() + counters.lost().getAsLong()).as(host).isEqualTo(1000);
      assertThat(counters.lost().getAsLong()).as(host).isPositive();
    }
  }

  @Test
  void askedForALargeBufferItShowsWhatWasGranted() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    assertThat(server.options().receiveBuffer()).isEqualTo(4 << 20);
    assertThat(server.receiveBuffer()).isPositive().isLessThanOrEqualTo(4 << 20);
  }

  // Multicast

  @ParameterizedTest
  @ValueSource(strings = {"239.255.77.77", "[ff15::7777]"})
  @EnabledOnOs(OS.LINUX)
  void allWhoListenToAGroupHearIt(String group) throws Exception {
    // No hop: it stays on this machine.
    String options = "?hops=0&interface=" + multicastInterface(group.startsWith("["));
    UdpSocket one = bind("udp://" + group + ":0" + options);
    String endpoint = "udp://" + group + ":" + one.port() + options;
    UdpSocket other = bind(endpoint);
    UdpSocket sender = UdpSocket.connect(endpoint);
    open.add(sender);
    sender.send("hello, all");
    assertThat(one.receive(PATIENCE).text()).isEqualTo("hello, all");
    assertThat(other.receive(PATIENCE).text()).isEqualTo("hello, all");
    other.reply(sendAgain(sender, one, other), "hello, one");
    assertThat(one.arrived()).isNull();
  }

  /** The loopback does multicast for IPv4, though it does not say so; for IPv6 it does not. */
  private static String multicastInterface(boolean ipv6) throws IOException {
    if (!ipv6) {
      return NetworkInterface.getByInetAddress(InetAddress.ofLiteral("127.0.0.1")).getName();
    }
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      boolean speaks = each.inetAddresses().anyMatch(own -> own instanceof Inet6Address);
      if (each.isUp() && each.supportsMulticast() && speaks) {
        return each.getName();
      }
    }
    assumeTrue(false, "no interface does multicast over IPv6");
    return "";
  }

  private static Datagram sendAgain(UdpSocket sender, UdpSocket one, UdpSocket other)
      throws IOException {
    sender.send("again");
    one.receive(PATIENCE);
    return other.receive(PATIENCE);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aGroupMayBeJoinedLater() throws Exception {
    NetworkInterface loopback =
        NetworkInterface.getByInetAddress(InetAddress.ofLiteral("127.0.0.1"));
    UdpSocket socket = bind("udp://0.0.0.0:0");
    InetAddress group = InetAddress.ofLiteral("239.255.77.78");
    socket.join(group, loopback);
    UdpSocket sender =
        UdpSocket.connect(
            Endpoint.of(Transport.UDP, new InetSocketAddress(group, socket.port())),
            UdpOptions.standard().networkInterface("127.0.0.1"));
    open.add(sender);
    sender.send("hello");
    assertThat(socket.receive(PATIENCE).text()).isEqualTo("hello");
  }

  @Test
  void anInterfaceThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> bind("udp://239.255.77.77:0?interface=none7"))
        .isInstanceOf(BindFailed.class)
        .hasMessageContaining("there is no network interface none7 (there is ");
  }

  // Many

  @Test
  void manyThreadsMaySend() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    UdpSocket client = connect(server);
    Set<String> expected = new HashSet<>();
    List<Async<Void>> senders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "sender " + i;
      expected.add(name);
      senders.add(Async.run(() -> client.send(name)));
    }
    Set<String> received = new HashSet<>();
    while (received.size() < 8) {
      received.add(server.receive(PATIENCE).text());
    }
    assertThat(received).isEqualTo(expected);
    for (Async<Void> sender : senders) {
      sender.get();
    }
  }

  @Test
  void talksWithAPlainSocket() throws Exception {
    UdpSocket server = bind("udp://127.0.0.1:0");
    try (var plain = new DatagramSocket()) {
      plain.setSoTimeout((int) PATIENCE.toMillis());
      byte[] question = "question".getBytes(UTF_8);
      plain.send(
          new DatagramPacket(
              question, question.length, InetAddress.ofLiteral("127.0.0.1"), server.port()));
      Datagram datagram = server.receive(PATIENCE);
      assertThat(datagram.sender().port()).isEqualTo(plain.getLocalPort());
      server.reply(datagram, "answer");
      var answer = new DatagramPacket(new byte[100], 100);
      plain.receive(answer);
      assertThat(Arrays.copyOf(answer.getData(), answer.getLength()))
          .isEqualTo("answer".getBytes(UTF_8));
    }
  }

  @Test
  void socketsAreGoneWhenClosed() throws Exception {
    for (int i = 0; i < 2000; i++) {
      UdpSocket.bind("udp://127.0.0.1:0").close();
    }
    UdpSocket server = bind("udp://127.0.0.1:0");
    var waiting = Async.call(server::receive).awaitBlocked();
    connect(server).send("x");
    await().until(waiting::isDone);
    assertThat(waiting.get().text()).isEqualTo("x");
  }
}
