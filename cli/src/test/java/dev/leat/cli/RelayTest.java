package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Between plain sockets that the tests hold in their hands. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RelayTest {
  private static final String LISTEN = "listen+tcp://127.0.0.1:0";

  private ServerSocket server;
  private String target;

  @BeforeEach
  void listen() throws Exception {
    server = Peer.listen();
    target = "127.0.0.1:" + server.getLocalPort();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  // Each client its connection

  @Test
  void eachClientHasAConnectionOfItsOwnAndHearsWhatComesBack() throws Exception {
    try (Run run = Run.of("relay", LISTEN, target);
        Peer one = Peer.connect(run.port());
        Peer upstreamOfOne = Peer.accept(server);
        Peer two = Peer.connect(run.port());
        Peer upstreamOfTwo = Peer.accept(server)) {
      one.say("I am one");
      assertThat(upstreamOfOne.hear(8)).isEqualTo("I am one");
      two.say("I am two");
      assertThat(upstreamOfTwo.hear(8)).isEqualTo("I am two");
      upstreamOfOne.say("hello one");
      upstreamOfTwo.say("hello two");
      assertThat(one.hear(9)).isEqualTo("hello one");
      assertThat(two.hear(9)).isEqualTo("hello two");
    }
  }

  @Test
  void whoHasFinishedStillHears() throws Exception {
    try (Run run = Run.of("relay", LISTEN, target);
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      client.say("question");
      client.finish();
      assertThat(upstream.hearAll()).isEqualTo("question");
      upstream.say("answer");
      upstream.finish();
      assertThat(client.hearAll()).isEqualTo("answer");
    }
  }

  @Test
  void theServerMayFinishFirst() throws Exception {
    try (Run run = Run.of("relay", LISTEN, target);
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      upstream.say("welcome");
      upstream.finish();
      assertThat(client.hearAll()).isEqualTo("welcome");
      client.say("thank you");
      client.finish();
      assertThat(upstream.hearAll()).isEqualTo("thank you");
    }
  }

  @Test
  void whereOneBreaksOffSoDoesTheOther() throws Exception {
    try (Run run = Run.of("relay", LISTEN, target, "-v");
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      client.say("hello");
      assertThat(upstream.hear(5)).isEqualTo("hello");
      client.reset();
      assertReset(upstream);
      run.err().await("left: ");
    }
  }

  @Test
  void aClientThatBreaksOffIsReported() throws Exception {
    try (Run run = Run.of("relay", LISTEN, target);
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      client.say("hello");
      assertThat(upstream.hear(5)).isEqualTo("hello");
      client.reset();
      run.err()
          .await(
              "socket connection broken: connection reset (tcp://127.0.0.1:%d)\n"
                  .formatted(client.port()));
      assertReset(upstream);
    }
  }

  @Test
  void aServerThatBreaksOffIsReportedAndItsClientSeesIt() throws Exception {
    try (Run run = Run.of("relay", LISTEN, target);
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      upstream.say("not all of");
      assertThat(client.hear(10)).isEqualTo("not all of");
      upstream.reset();
      assertReset(client);
      run.err()
          .await(
              "closed: socket connection broken: connection reset (tcp://%s)\n".formatted(target));
    }
  }

  @Test
  void aClientThatHasFinishedSeesThatTheAnswerBreaksOff() throws Exception {
    try (Run run = Run.of("relay", LISTEN, target);
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      client.say("question");
      client.finish();
      assertThat(upstream.hearAll()).isEqualTo("question");
      upstream.say("half an ");
      assertThat(client.hear(8)).isEqualTo("half an ");
      upstream.reset();
      assertReset(client);
    }
  }

  private static void assertReset(Peer peer) {
    assertThatThrownBy(peer::hearAll)
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void aServerThatIsNotThereIsSaidAndTheClientIsClosed() throws Exception {
    server.close();
    try (Run run = Run.of("relay", LISTEN, target);
        Peer client = Peer.connect(run.port())) {
      assertThat(client.hearAll()).isEmpty();
      run.err().await("cannot connect to tcp://%s: connection refused".formatted(target));
      assertThat(run.err().text()).contains("tcp://127.0.0.1:" + client.port() + " closed: ");
    }
  }

  @Test
  void withReconnectAClientWaitsUntilTheServerIsThere() throws Exception {
    int port = server.getLocalPort();
    server.close();
    try (Run run = Run.of("relay", LISTEN, target, "--reconnect", "--max-wait=20ms");
        Peer client = Peer.connect(run.port())) {
      client.say("hello");
      run.err().await("trying again until it answers");
      server = new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
      try (Peer upstream = Peer.accept(server)) {
        assertThat(upstream.hear(5)).isEqualTo("hello");
      }
    }
  }

  @Test
  void theOtherSideMayBeTheOneThatListens() throws Exception {
    try (Run run = Run.of("relay", target, LISTEN);
        Peer client = Peer.connect(run.port());
        Peer source = Peer.accept(server)) {
      source.say("from the source");
      assertThat(client.hear(15)).isEqualTo("from the source");
      client.say("thanks");
      assertThat(source.hear(6)).isEqualTo("thanks");
    }
  }

  @Test
  void oneWayNothingComesBack() throws Exception {
    try (Run run = Run.of("relay", "--one-way", LISTEN, target);
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      upstream.say("nobody hears this");
      client.say("hello");
      client.finish();
      assertThat(upstream.hearAll()).isEqualTo("hello");
      upstream.say("nor this");
      upstream.finish();
      assertThat(client.hearAll()).isEmpty();
    }
  }

  @Test
  void oneWayAServerThatIsGoneEndsTheClientToo() throws Exception {
    try (Run run = Run.of("relay", "--one-way", LISTEN, target);
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      client.say("hello");
      assertThat(upstream.hear(5)).isEqualTo("hello");
      upstream.reset();
      assertReset(client);
    }
  }

  @Test
  void oneWayAServerThatAnswersLateStillGetsAll() throws Exception {
    String all = "x".repeat(256 << 10);
    try (Run run = Run.of("relay", "--one-way", LISTEN, target);
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      client.say(all);
      client.finish();
      for (int i = 0; i < 15; i++) { // longer than a close waits: what is unread then would be lost
        TimeUnit.MILLISECONDS.sleep(100);
        upstream.say("got some of it\n");
      }
      assertThat(upstream.hearAll()).isEqualTo(all);
      upstream.finish();
      assertThat(client.hearAll()).isEmpty();
    }
  }

  @Test
  void withReconnectAClientThatLeavesIsNotWaitedWith() throws Exception {
    server.close();
    try (Run run = Run.of("relay", LISTEN, target, "--reconnect", "--max-wait=20ms", "-v");
        Peer client = Peer.connect(run.port())) {
      run.err().await("trying again until it answers");
      String name = "tcp://127.0.0.1:" + client.port();
      client.hangUp();
      run.err().await(name + " left before tcp://" + target + " answered");
      run.err().await(name + " left: ");
    }
  }

  @Test
  void withReconnectAClientThatHasFinishedIsHeardAllTheSame() throws Exception {
    int port = server.getLocalPort();
    server.close();
    try (Run run = Run.of("relay", LISTEN, target, "--reconnect", "--max-wait=20ms");
        Peer client = Peer.connect(run.port())) {
      client.say("question");
      client.finish();
      run.err().await("trying again until it answers");
      server = new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
      try (Peer upstream = Peer.accept(server)) {
        assertThat(upstream.hearAll()).isEqualTo("question");
        upstream.say("answer");
        upstream.finish();
        assertThat(client.hearAll()).isEqualTo("answer");
      }
    }
  }

  @Test
  void aSlowSideHoldsUpTheOther() throws Exception {
    long all = 64L << 20;
    try (Run run = Run.of("relay", LISTEN, target);
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server);
        Peer other = Peer.connect(run.port());
        Peer upstreamOfOther = Peer.accept(server)) {
      var written = new AtomicLong();
      Thread writer = Thread.ofPlatform().start(() -> write(client, all, written));
      awaitStandstill(written, other, upstreamOfOther);
      assertThat(written.get()).as("bytes taken while nobody reads them").isLessThan(all);
      for (long heard = 0; heard < all; heard += 1 << 20) {
        assertThat(upstream.hear(1 << 20)).hasSize(1 << 20);
      }
      writer.join();
      assertThat(upstream.hearAll()).isEmpty();
    }
  }

  private static void write(Peer peer, long bytes, AtomicLong written) {
    String block = "x".repeat(1 << 16);
    try {
      while (written.get() < bytes) {
        peer.say(block);
        written.addAndGet(block.length());
      }
      peer.finish();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Waits until there is no progress, after some, while others of the same relay go on: by their
   * pace, and not by a clock, which says nothing of a slow machine.
   */
  private static void awaitStandstill(AtomicLong count, Peer other, Peer upstreamOfOther)
      throws IOException {
    long before;
    do {
      before = count.get();
      for (int i = 0; i < 1000; i++) {
        other.say("x");
        assertThat(upstreamOfOther.hear(1)).isEqualTo("x");
      }
    } while (before == 0 || count.get() != before);
  }

  // Framing

  @Test
  void theFramingChangesOnTheWay() throws Exception {
    try (Run run = Run.of("relay", LISTEN + "?framing=lines", target + "?framing=header:10");
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      client.say("one\ntwo\nthr");
      assertThat(upstream.hear(26)).isEqualTo("3         one3         two");
      client.say("ee\n");
      assertThat(upstream.hear(15)).isEqualTo("5         three");
      upstream.say("2         ");
      upstream.say("ok");
      assertThat(client.hear(3)).isEqualTo("ok\n");
    }
  }

  @Test
  void oneFramingMayHoldForBoth() throws Exception {
    try (Run run = Run.of("relay", LISTEN, target + "?framing=netstring", "--framing=lines");
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      client.say("hello\n");
      assertThat(upstream.hear(8)).isEqualTo("5:hello,");
    }
  }

  @Test
  void aMessageThatTheOtherFramingCannotCarryIsReportedAndTheOthersArrive() throws Exception {
    try (Run run = Run.of("relay", LISTEN + "?framing=netstring", target + "?framing=lines");
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      client.say("3:one,5:t\nw\no,5:three,");
      assertThat(upstream.hear(10)).isEqualTo("one\nthree\n");
      run.err().await("not sent: ");
    }
  }

  @Test
  void whatBreaksTheFramingEndsThatClientAloneAfterWhatWasGood() throws Exception {
    try (Run run = Run.of("relay", LISTEN + "?framing=netstring", target + "?framing=lines");
        Peer bad = Peer.connect(run.port());
        Peer upstreamOfBad = Peer.accept(server);
        Peer good = Peer.connect(run.port());
        Peer upstreamOfGood = Peer.accept(server)) {
      bad.say("3:one,nonsense");
      assertThat(upstreamOfBad.hear(4)).isEqualTo("one\n");
      assertReset(upstreamOfBad);
      run.err().await("tcp://127.0.0.1:" + bad.port() + " closed: ");
      good.say("3:two,");
      assertThat(upstreamOfGood.hear(4)).isEqualTo("two\n");
    }
  }

  @Test
  void aSideWithoutFramingOppositeOneWithIsPointedOut() throws Exception {
    try (Run run = Run.of("relay", LISTEN, target + "?framing=lines")) {
      run.err().await("tcp://127.0.0.1:0 has no framing (?framing=lines): one read there is one");
    }
  }

  // One connection for all

  @Test
  void clientsMayShareAConnectionAndAllHearWhatComesBack() throws Exception {
    try (Run run = Run.of("relay", "--share", "--framing=lines", LISTEN, target);
        Peer upstream = Peer.accept(server);
        Peer one = Peer.connect(run.port());
        Peer two = Peer.connect(run.port())) {
      one.say("from one\n");
      assertThat(upstream.hear(9)).isEqualTo("from one\n");
      two.say("from two\n");
      assertThat(upstream.hear(9)).isEqualTo("from two\n");
      upstream.say("to all\n");
      assertThat(one.hear(7)).isEqualTo("to all\n");
      assertThat(two.hear(7)).isEqualTo("to all\n");
      one.reset();
      upstream.say("to the other\n");
      assertThat(two.hear(13)).isEqualTo("to the other\n");
      upstream.finish();
      assertThat(two.hearAll()).isEmpty();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void messagesOfManyClientsStayWholeOnTheConnectionThatTheyShare() throws Exception {
    String message = "x".repeat(3000);
    try (Run run = Run.of("relay", "--share", "--framing=netstring", LISTEN, target);
        Peer upstream = Peer.accept(server);
        Peer one = Peer.connect(run.port());
        Peer two = Peer.connect(run.port())) {
      String frame = message.length() + ":" + message + ",";
      Thread first = Thread.ofVirtual().start(() -> sayOften(one, frame, 200));
      Thread second = Thread.ofVirtual().start(() -> sayOften(two, frame, 200));
      for (int i = 0; i < 400; i++) {
        assertThat(upstream.hear(frame.length())).isEqualTo(frame);
      }
      first.join();
      second.join();
    }
  }

  private static void sayOften(Peer peer, String text, int times) {
    try {
      for (int i = 0; i < times; i++) {
        peer.say(text);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aSourceMayBeSharedToo() throws Exception {
    try (Run run = Run.of("relay", "--share", "--one-way", "--framing=lines", target, LISTEN);
        Peer source = Peer.accept(server);
        Peer one = Peer.connect(run.port())) {
      try (var _ = new Repeating(source, "tick\n")) { // what came before it did is not for it
        assertThat(one.hear(5)).isEqualTo("tick\n");
      }
      one.say("nobody hears this\n");
      source.finish();
      one.hearAll();
      assertThat(run.status()).isZero();
      assertThat(source.hearAll()).isEmpty();
    }
  }

  /** Says the same again and again until it is closed. */
  private static final class Repeating implements AutoCloseable {
    private final Thread thread;

    Repeating(Peer peer, String text) {
      thread = Thread.ofPlatform().start(() -> run(peer, text));
    }

    private static void run(Peer peer, String text) {
      try {
        while (!Thread.interrupted()) {
          peer.say(text);
          TimeUnit.MILLISECONDS.sleep(20);
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        // Closed.
      }
    }

    @Override
    public void close() {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while the other thread ended", e);
      }
    }
  }

  @Test
  void theSharedConnectionIsMadeAgainWhenItIsLost() throws Exception {
    try (Run run =
        Run.of(
            "relay",
            "--share",
            "--framing=lines",
            LISTEN,
            target,
            "--reconnect",
            "--max-wait=20ms")) {
      try (Peer upstream = Peer.accept(server);
          Peer client = Peer.connect(run.port())) {
        client.say("hello\n");
        assertThat(upstream.hear(6)).isEqualTo("hello\n");
        upstream.hangUp();
        try (Peer next = Peer.accept(server)) {
          run.err().await("connecting again");
          next.say("here again\n");
          assertThat(client.hear(11)).isEqualTo("here again\n");
          client.say("good\n");
          assertThat(next.hear(5)).isEqualTo("good\n");
        }
      }
    }
  }

  @Test
  void aSharedServerThatIsNotThereIsAFailureAtOnce() throws Exception {
    server.close();
    Run run = Run.toTheEnd("relay", "--share", LISTEN, target);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text()).hasLineCount(1).contains("connection refused");
  }

  @Test
  void aSharedServerThatBreaksOffIsAFailureAfterItsClientsHaveHeardAll() throws Exception {
    try (Run run = Run.of("relay", "--share", "--framing=netstring", LISTEN, target);
        Peer upstream = Peer.accept(server);
        Peer client = Peer.connect(run.port())) {
      client.say("2:hi,");
      assertThat(upstream.hear(5)).isEqualTo("2:hi,");
      upstream.say("3:one,nonsense");
      assertThat(client.hear(6)).isEqualTo("3:one,");
      assertReset(client);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).contains("leat relay: tcp://" + target + ": ");
    }
  }

  @Test
  void oneWayASharedServerThatHasGoneIsAFailureToo() throws Exception {
    try (Run run = Run.of("relay", "--share", "--one-way", "--framing=lines", LISTEN, target);
        Peer upstream = Peer.accept(server);
        Peer client = Peer.connect(run.port())) {
      client.say("one\n");
      assertThat(upstream.hear(4)).isEqualTo("one\n");
      upstream.finish(); // it has nothing to say, and still listens
      client.say("two\n");
      assertThat(upstream.hear(4)).isEqualTo("two\n");
      upstream.reset();
      try (var _ = new Repeating(client, "is nobody there?\n")) {
        assertThat(run.status()).isEqualTo(1);
      }
      assertThat(run.err().text()).contains("leat relay: ").contains("tcp://" + target);
    }
  }

  @Test
  void aMessageThatIsTooLongForTheStreamIsReportedAndTheOthersArrive() throws Exception {
    try (Run run =
            Run.of("relay", "--share", "--retention=8KiB", "--framing=lines", target, LISTEN);
        Peer source = Peer.accept(server);
        Peer client = Peer.connect(run.port())) {
      try (var _ = new Repeating(source, "x".repeat(3000) + "\nshort\n")) {
        assertThat(client.hear(6)).isEqualTo("short\n");
      }
      run.err().await("not sent: ");
    }
  }

  @Test
  void aRetentionThatIsTooSmallIsExplained() throws Exception {
    Run small = Run.toTheEnd("relay", "--share", "--retention=1KiB", LISTEN, target);
    assertThat(small.status()).isEqualTo(2);
    assertThat(small.err().text()).hasLineCount(1).contains("--retention 1.0 KiB: ");
    Run large = Run.toTheEnd("relay", "--share", "--max-message=8MiB", LISTEN, target);
    assertThat(large.status()).isEqualTo(2);
    assertThat(large.err().text()).contains("--max-message: with --retention 16 MiB a message may");
  }

  // Both listen, or neither

  @Test
  void clientsOfTwoSidesMeetInTheOrderTheyCome() throws Exception {
    try (Run run = Run.of("relay", LISTEN, "listen+tcp://127.0.0.1:0", "-v")) {
      run.err().awaitLines(2);
      int[] ports = ports(run);
      try (Peer left = Peer.connect(ports[0]);
          Peer right = Peer.connect(ports[1])) {
        left.say("hello right");
        assertThat(right.hear(11)).isEqualTo("hello right");
        right.say("hello left");
        right.finish();
        assertThat(left.hearAll()).isEqualTo("hello left");
        left.finish();
        assertThat(right.hearAll()).isEmpty();
      }
    }
  }

  @Test
  void whoHasLeftMeetsNobody() throws Exception {
    try (Run run = Run.of("relay", LISTEN, "listen+tcp://127.0.0.1:0", "-v")) {
      run.err().awaitLines(2);
      int[] ports = ports(run);
      for (int side = 0; side < 2; side++) {
        Peer gone = Peer.connect(ports[side]);
        gone.hangUp();
        run.err().await("tcp://127.0.0.1:" + gone.port() + " left: ");
        Peer broken = Peer.connect(ports[side]);
        broken.say("I must");
        broken.reset();
        run.err().await("tcp://127.0.0.1:" + broken.port() + " left: ");
        try (Peer one = Peer.connect(ports[side]);
            Peer other = Peer.connect(ports[1 - side])) {
          one.say("hello other");
          assertThat(other.hear(11)).isEqualTo("hello other");
          other.say("hello one");
          assertThat(one.hear(9)).isEqualTo("hello one");
        }
      }
    }
  }

  @Test
  void whoHasSaidAllMayStillBeMet() throws Exception {
    try (Run run = Run.of("relay", LISTEN, "listen+tcp://127.0.0.1:0", "-v")) {
      run.err().awaitLines(2);
      int[] ports = ports(run);
      try (Peer early = Peer.connect(ports[0])) {
        early.say("all I have");
        early.finish();
        try (Peer late = Peer.connect(ports[1])) {
          assertThat(late.hearAll()).isEqualTo("all I have");
          late.say("thanks");
          late.finish();
          assertThat(early.hearAll()).isEqualTo("thanks");
        }
      }
    }
  }

  @Test
  void orEverybodyHearsAllOfTheOtherSide() throws Exception {
    try (Run run =
        Run.of("relay", "--share", "--framing=lines", LISTEN, "listen+tcp://127.0.0.1:0", "-v")) {
      run.err().awaitLines(2);
      int[] ports = ports(run);
      try (Peer left = Peer.connect(ports[0]);
          Peer rightOne = Peer.connect(ports[1]);
          Peer rightTwo = Peer.connect(ports[1])) {
        try (var _ = new Repeating(left, "to the right\n")) {
          assertThat(rightOne.hear(13)).isEqualTo("to the right\n");
          assertThat(rightTwo.hear(13)).isEqualTo("to the right\n");
        }
        rightTwo.say("to the left\n");
        assertThat(left.hear(12)).isEqualTo("to the left\n");
      }
    }
  }

  /** Of both sides, in their order. */
  private static int[] ports(Run run) {
    return run.err()
        .text()
        .lines()
        .filter(line -> line.startsWith("listening on "))
        .map(line -> line.replaceAll("^listening on \\S+:(\\d+).*", "$1"))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  @Test
  void whereNeitherListensItJoinsTwoServers() throws Exception {
    try (ServerSocket other = Peer.listen();
        Run run = Run.of("relay", target, "127.0.0.1:" + other.getLocalPort(), "-v");
        Peer left = Peer.accept(server);
        Peer right = Peer.accept(other)) {
      left.say("hello");
      left.finish();
      assertThat(right.hearAll()).isEqualTo("hello");
      right.say("good bye");
      right.finish();
      assertThat(left.hearAll()).isEqualTo("good bye");
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).contains("carried 5 bytes; back 8 bytes\n");
    }
  }

  @Test
  void twoServersAreJoinedAgainAndAgain() throws Exception {
    try (ServerSocket other = Peer.listen();
        Run run =
            Run.of(
                "relay",
                target,
                "127.0.0.1:" + other.getLocalPort(),
                "--framing=lines",
                "--reconnect",
                "--max-wait=20ms");
        Peer right = Peer.accept(other)) {
      for (int i = 0; i < 3; i++) {
        try (Peer left = Peer.accept(server)) {
          left.say("hello\n");
          assertThat(right.hear(6)).isEqualTo("hello\n");
        }
      }
      assertThat(run.err().text()).doesNotContain("should not have happened");
    }
  }

  // What it says

  @Test
  void onATerminalALineShowsWhatIsCarried() throws Exception {
    try (Run run = Run.onTerminal("relay", "--framing=lines", LISTEN, target);
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      client.say("hello\n");
      assertThat(upstream.hear(6)).isEqualTo("hello\n");
      run.err().await("1 client | → 1 message, 5 bytes, ");
    }
  }

  @Test
  void atTheEndItSaysWhatItHasCarried() throws Exception {
    try (Run run = Run.of("relay", "--framing=lines", LISTEN, target);
        Peer client = Peer.connect(run.port());
        Peer upstream = Peer.accept(server)) {
      client.say("one\ntwo\n");
      client.finish();
      assertThat(upstream.hearAll()).isEqualTo("one\ntwo\n");
      upstream.finish();
      assertThat(client.hearAll()).isEmpty();
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text())
          .contains("carried 2 messages, 6 bytes; back 0 messages, 0 bytes; 1 client\n");
    }
  }

  @Test
  void twoEndpointsAreNeeded() throws Exception {
    Run run = Run.toTheEnd("relay", target);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).hasLineCount(1).contains("two endpoints");
  }

  @Test
  void onlyClientsCanShare() throws Exception {
    Run run = Run.toTheEnd("relay", "--share", target, target);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).hasLineCount(1).contains("--share");
  }

  @Test
  void aPortInUseIsAFailure() throws Exception {
    Run run = Run.toTheEnd("relay", "listen+tcp://" + target, "127.0.0.1:9");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text()).hasLineCount(1).contains("cannot listen on tcp://" + target);
  }
}
