package dev.leat.net;

import static dev.leat.net.Patience.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.stream.Cursor;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import dev.leat.stream.Start;
import dev.leat.stream.StoreOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SubscriptionTest {
  private static final Framing LINES = Framing.lines();

  private final MessageLog log =
      MessageLog.inMemory(LINES, LogOptions.standard().retention(256 << 10));
  private Server server;

  @AfterEach
  void close() {
    log.close();
    if (server != null) {
      server.close();
    }
  }

  private void publish(Start start) throws IOException {
    server = Server.bind("127.0.0.1:0", LINES);
    server.publish(log, start);
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
  }

  private void awaitCursors(int count) {
    await().until(() -> log.counts().cursors() == count);
  }

  @Test
  void everySubscriberGetsEveryMessage() throws IOException {
    publish(Start.latest());
    try (Socket first = connect();
        Socket second = connect()) {
      awaitCursors(2);
      log.append("one");
      log.append("two");
      for (Socket socket : new Socket[] {first, second}) {
        BufferedReader lines = reader(socket);
        assertThat(lines.readLine()).isEqualTo("one");
        assertThat(lines.readLine()).isEqualTo("two");
      }
    }
  }

  @Test
  void whoIsSentAStreamMayBeHeardToo() throws IOException {
    server = Server.bind("127.0.0.1:0", LINES);
    server.start(connection -> {
      var cursor = log.cursor(Start.latest());
      Thread.ofVirtual()
          .start(() -> {
            try {
              connection.sendAll(cursor);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      connection.forEach(log::append);
      connection.finishOutput(); // its turn comes when the stream has ended
    });
    try (Socket first = connect();
        Socket second = connect()) {
      awaitCursors(2);
      first.getOutputStream().write("hello\n".getBytes(US_ASCII));
      first.shutdownOutput();
      assertThat(reader(first).readLine()).isEqualTo("hello");
      assertThat(reader(second).readLine()).isEqualTo("hello");
      second.shutdownOutput();
      log.finish();
      assertThat(reader(second).readLine()).isNull();
    }
  }

  @Test
  void aLateSubscriberStartsWhereItWasTold() throws IOException {
    log.append("one");
    log.append("two");
    publish(Start.last());
    try (Socket socket = connect()) {
      assertThat(reader(socket).readLine()).isEqualTo("two");
    }
  }

  @Test
  void theEndOfTheStreamEndsTheConnection() throws IOException {
    log.append("only");
    publish(Start.earliest());
    log.finish();
    try (Socket socket = connect()) {
      BufferedReader lines = reader(socket);
      assertThat(lines.readLine()).isEqualTo("only");
      assertThat(lines.readLine()).isNull();
    }
    awaitCursors(0);
  }

  @Test
  void whoIsSentWhatCanNoLongerBeReadIsBrokenOff(@TempDir Path store) throws IOException {
    var options = LogOptions.standard();
    try (var stored = MessageLog.open(store, LINES, options, StoreOptions.standard())) {
      stored.append("it is not sent");
    }
    Path data = store.resolve("00000000000000000000.data");
    try (var stored = MessageLog.open(store, LINES, options, StoreOptions.standard())) {
      server = Server.bind("127.0.0.1:0", LINES);
      server.start(connection -> {
        try (Cursor cursor = stored.cursor(Start.earliest());
            FileChannel file = FileChannel.open(data, StandardOpenOption.WRITE)) {
          file.truncate(0);
          connection.subscribe(cursor);
        }
      });
      try (Socket socket = connect()) {
        assertThatThrownBy(() -> socket.getInputStream().read())
            .as("this is not all there was")
            .isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void aPeerThatHasFinishedSendingIsStillServed() throws IOException {
    publish(Start.latest());
    try (Socket socket = connect()) {
      awaitCursors(1);
      socket.getOutputStream().write("nobody reads this\n".getBytes(US_ASCII));
      socket.shutdownOutput();
      log.append("still here");
      assertThat(reader(socket).readLine()).isEqualTo("still here");
    }
  }

  @Test
  void aPeerThatResetsIsGoneAlthoughNothingIsSent() throws IOException {
    publish(Start.latest());
    Socket socket = connect();
    awaitCursors(1);
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
    awaitCursors(0);
  }

  @Test
  void aPeerThatLeavesIsNoticedWhenItIsWrittenTo() throws IOException {
    publish(Start.latest());
    try (Socket stays = connect()) {
      connect().close();
      awaitCursors(2);
      await().until(() -> log.append("is anybody there?") >= 0 && log.counts().cursors() == 1);
      assertThat(reader(stays).readLine()).isEqualTo("is anybody there?");
    }
  }

  @Test
  void aStalledPeerIsDisconnectedAndTheOthersGoOn() throws Exception {
    try (var strict =
        MessageLog.inMemory(
            LINES, LogOptions.standard().retention(256 << 10).slow(Slow.DISCONNECT))) {
      server = Server.bind("127.0.0.1:0", LINES);
      server.publish(strict, Start.latest());
      try (Socket stalled = connect()) {
        await().until(() -> strict.counts().cursors() == 1);
        String line = "x".repeat(999);
        while (strict.counts().disconnected() == 0) {
          strict.append(line);
        }
        await().until(() -> server.connections().isEmpty());
        try (Socket other = connect()) {
          await().until(() -> strict.counts().cursors() == 1);
          strict.append("next");
          assertThat(reader(other).readLine()).isEqualTo("next");
          // What the stalled one had been sent, if anything, lies in its own buffer; then it ends.
          stalled.setSoTimeout((int) Patience.LIMIT.toMillis());
          assertEndsBetweenMessages(stalled);
        }
      }
    }
  }

  /** Unless it is told by a reset that it does not. */
  private static void assertEndsBetweenMessages(Socket socket) throws IOException {
    int last = '\n';
    try {
      for (int next; (next = socket.getInputStream().read()) >= 0; ) {
        last = next;
      }
    } catch (SocketException reset) {
      return;
    }
    assertThat(last).isEqualTo('\n');
  }

  @Test
  void aStreamOfAnotherFramingIsRefused() throws IOException {
    var pair = ConnectionPair.open(ConnectionOptions.standard().framing(LINES));
    try (var nul = MessageLog.inMemory(Framing.parse("nul"));
        var cursor = nul.cursor(Start.latest())) {
      assertThatThrownBy(() -> pair.left().subscribe(cursor))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nul")
          .hasMessageContaining("lines");
    }
  }

  @Test
  void aStreamOfAnotherFramingCannotBePublished() throws IOException {
    server = Server.bind("127.0.0.1:0", LINES);
    try (var nul = MessageLog.inMemory(Framing.parse("nul"))) {
      assertThatThrownBy(() -> server.publish(nul, Start.latest()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the stream is framed as nul, the server as lines");
    }
  }

  @Test
  void closingTheServerEndsItsSubscriptions() throws IOException {
    publish(Start.latest());
    try (Socket socket = connect()) {
      awaitCursors(1);
      server.close();
      awaitCursors(0);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  // Over one connection

  private final ConnectionPair pair = ConnectionPair.open(ConnectionOptions.standard());

  private Async<Void> subscribe(Cursor cursor) {
    return Async.run(() -> pair.left().subscribe(cursor)).awaitBlocked();
  }

  @Test
  void theEndOfTheConnectionEndsASubscriptionWhosePeerHasFinished() throws Exception {
    pair.right().finishOutput();
    var subscribing = subscribe(log.cursor(Start.latest()));
    pair.left().abort();
    assertThatThrownBy(subscribing::get).isInstanceOf(ConnectionClosed.class);
    awaitCursors(0);
  }

  @Test
  void anInterruptEndsTheConnection() throws Exception {
    var subscribing = subscribe(log.cursor(Start.latest())).interrupt();
    assertThatThrownBy(subscribing::get).isInstanceOf(ConnectionInterrupted.class);
    assertThat(pair.left().isOpen()).isFalse();
  }

  @Test
  void closeEndsASubscriptionBetweenTwoMessages() throws Exception {
    log.append("one");
    var subscribing = subscribe(log.cursor(Start.earliest()));
    var closing = Async.run(pair.left()::close);
    assertThat(pair.right().receive()).hasToString("one");
    assertThat(pair.right().receive()).isNull();
    subscribing.get(); // in peace
    pair.right().close();
    closing.get();
  }

  @Test
  void aSubscriptionCanFollowAnotherButNothingIsReceivedAnyMore() throws Exception {
    log.append("one");
    log.append("two");
    pair.left().subscribe(log.cursor(Start.earliest()).limit(1));
    pair.right().send("nobody hears this");
    pair.left().subscribe(log.cursor(Start.last()).limit(1));
    assertThatThrownBy(pair.left()::receive)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("since it has been subscribed");
    assertThat(pair.right().receive()).hasToString("one");
    assertThat(pair.right().receive()).hasToString("two");
    assertThat(pair.left().counters().messagesOut()).isEqualTo(2);
    pair.left().abort();
    assertThatThrownBy(pair.left()::receive).isInstanceOf(ConnectionClosed.class);
  }

  @Test
  void aSubscriptionThatIsRefusedLeavesTheInputAlone() throws Exception {
    pair.left().finishOutput();
    assertThatThrownBy(() -> pair.left().subscribe(log.cursor(Start.latest())))
        .isInstanceOf(ConnectionClosed.class);
    pair.right().send("still heard");
    assertThat(pair.left().receive()).hasToString("still heard");
  }
}
