package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@EnabledOnOs({OS.LINUX, OS.MAC})
class UnixServerTest {
  @TempDir private Path directory;

  private final List<AutoCloseable> open = new ArrayList<>();
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("s");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  private Server bind(String options) throws IOException {
    Server server = Server.bind("unix:" + file + options, Framing.lines());
    open.add(server);
    return server;
  }

  private Server echo(String options) throws IOException {
    Server server = bind(options);
    server.start(connection -> connection.answer((message, replies) -> replies.send(message)));
    return server;
  }

  private Connection connect() throws IOException {
    Connection connection = Client.connect("unix:" + file, Framing.lines());
    open.add(connection);
    return connection;
  }

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** A socket's file whose server has gone without removing it. */
  private void leaveStaleFile() throws IOException {
    try (var gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      gone.bind(UnixDomainSocketAddress.of(file));
    }
    assertThat(file).exists();
  }

  @Test
  void servesByAFileThatIsGoneAfterwards() throws Exception {
    Server server = echo("");
    Endpoint address = Endpoint.unix(file);
    assertThat(server.addresses()).containsExactly(address);
    assertThat(server.port()).isZero();
    assertThat(server).hasToString("server on [" + address + "]");
    Connection connection = connect();
    connection.send("hello");
    assertThat(connection.receive()).hasToString("hello");
    assertThat(connection.peer()).isEqualTo(address);
    assertThat(connection.local()).isEqualTo(address);
    server.close();
    assertThat(file).doesNotExist();
    server.close();
  }

  @Test
  void bothSidesKnowAsWhomTheOtherRuns() throws Exception {
    var seen = new CompletableFuture<String>();
    bind("").start(connection -> seen.complete(connection.peerUser().user().getName()));
    Connection connection = connect();
    String own = Files.getOwner(directory).getName();
    assertThat(seen.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(own);
    assertThat(connection.peerUser().user().getName()).isEqualTo(own);
    connection.abort();
    assertThatThrownBy(connection::peerUser).isInstanceOf(IOException.class);
  }

  @Test
  void isForItsOwnerAloneUnlessOthersAreLetIn() throws Exception {
    Server server = bind("");
    assertThat(permissions()).isEqualTo("rw-------");
    server.close();
    bind("?mode=666");
    assertThat(permissions()).isEqualTo("rw-rw-rw-");
  }

  @Test
  void aModeThatIsNoneIsSaid() {
    assertThatThrownBy(() -> bind("?mode=9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mode must be three octal digits, as 600 or 660, not 9");
    assertThatThrownBy(() -> bind("?nodelay=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown option of an endpoint: nodelay")
        .hasMessageContaining("and mode, are known");
    assertThatThrownBy(() -> Server.bind("127.0.0.1:0?mode=600", Framing.lines()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown option of an endpoint: mode");
  }

  @Test
  void refusesThePathOfALiveServerAndLeavesItAlone() throws Exception {
    echo("");
    assertThatThrownBy(() -> bind(""))
        .isInstanceOf(BindFailed.class)
        .hasMessage("cannot listen on unix:" + file + ": another server listens there");
    Connection connection = connect();
    connection.send("still there");
    assertThat(connection.receive()).hasToString("still there");
  }

  @Test
  void refusesThePathOfAServerWhoseBacklogIsFull() throws Exception {
    fillBacklog();
    assertThatThrownBy(() -> bind(""))
        .isInstanceOf(BindFailed.class)
        .hasMessageEndingWith("another server listens there");
  }

  @Test
  void replacesAFileWhoseServerHasGone() throws Exception {
    leaveStaleFile();
    assertThatThrownBy(this::connect)
        .isInstanceOf(ConnectFailed.class)
        .hasMessageContaining("connection refused");
    echo("");
    Connection connection = connect();
    connection.send("new");
    assertThat(connection.receive()).hasToString("new");
  }

  @Test
  void ofSeveralThatStartTogetherOneHasIt() throws Exception {
    for (int round = 0; round < 100; round++) {
      leaveStaleFile();
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      List<Async<Server>> starting = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        starting.add(Async.call(() -> Server.bind("unix:" + file, Framing.lines())));
      }
      List<Server> started = new ArrayList<>();
      for (Async<Server> start : starting) {
        try {
          started.add(start.get());
        } catch (BindFailed e) {
          // Another was first.
        }
      }
      assertThat(started).hasSize(1);
      started.getFirst().start(connection -> connection.send("here"));
      assertThat(connect().receive()).hasToString("here");
      started.getFirst().close();
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void whoWaitsTooLongForAnotherIsTold() throws Exception {
    try (var _ = FileClaim.to(file, Patience.LIMIT)) {
      var second = Async.call(() -> FileClaim.to(file, Duration.ofMillis(50)));
      assertThatThrownBy(second::get)
          .isInstanceOf(BindException.class)
          .hasMessageContaining("another program is about to replace it")
          .hasMessageEndingWith("it holds " + directory.resolve(".leat-claim-s"));
    }
    assertThat(directory).isEmptyDirectory();
    FileClaim.to(file, Patience.LIMIT).close();
  }

  @Test
  @EnabledOnOs(OS.LINUX) // elsewhere one too many is refused
  void knowsHowTheSystemSaysThatABacklogIsFull() throws Exception {
    fillBacklog();
    try (var one = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      one.configureBlocking(false);
      assertThatThrownBy(() -> one.connect(UnixDomainSocketAddress.of(file)))
          .isInstanceOfSatisfying(
              IOException.class, e -> assertThat(FileConnect.isBusy(e)).isTrue());
    }
    assertThat(FileConnect.isBusy(new IOException("No such file or directory"))).isFalse();
  }

  @Test
  void whoConnectedBeforeTheModeWasSetIsSentAway() throws Exception {
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(file));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
      try (var early = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
        SocketFile.of(file, listener, 0600);
        assertThat(permissions()).isEqualTo("rw-------");
        assertThat(early.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
      assertThat(listener.isBlocking()).isTrue();
    }
  }

  @Test
  void neverRemovesAFileThatIsNoSocket() throws Exception {
    Files.writeString(file, "precious");
    assertThatThrownBy(() -> bind(""))
        .isInstanceOf(BindFailed.class)
        .hasMessageEndingWith("there is a file of that name that is no socket; it is left alone");
    assertThat(file).hasContent("precious");
    Path link = directory.resolve("link");
    Files.createSymbolicLink(link, file);
    assertThatThrownBy(() -> Server.bind("unix:" + link, Framing.lines()))
        .isInstanceOf(BindFailed.class);
    assertThat(link).isSymbolicLink();
  }

  @Test
  void leavesAFileThatHasTakenThePlaceOfItsOwn() throws Exception {
    Server first = bind("");
    Files.delete(file);
    Server second = bind("");
    first.close();
    assertThat(file).exists();
    second.close();
    assertThat(file).doesNotExist();
  }

  @Test
  void aDirectoryThatIsMissingIsSaid() {
    file = directory.resolve("none/s");
    assertThatThrownBy(() -> bind(""))
        .isInstanceOf(BindFailed.class)
        .hasMessage(
            "cannot listen on unix:%s: there is no directory %s"
                .formatted(file, directory.resolve("none")));
    assertThatThrownBy(this::connect)
        .isInstanceOf(ConnectFailed.class)
        .hasMessageEndingWith("no such file or directory (is a server listening there?)");
  }

  @Test
  void theLongestPathWorks() throws Exception {
    int room = 106 - directory.toString().length() - 1;
    file = directory.resolve("x".repeat(room));
    assertThat(file.toString()).hasSize(106);
    echo("");
    Connection connection = connect();
    connection.send("far");
    assertThat(connection.receive()).hasToString("far");
    assertThat(connection.peer().path()).isEqualTo(file);
  }

  @Test
  void limitsPerAddressDoNotApply() throws Exception {
    Server server =
        Server.at("unix:" + file).limits(Limits.standard().perAddress(1)).framing("lines").bind();
    open.add(server);
    server.start(connection -> connection.answer((message, replies) -> replies.send(message)));
    for (int i = 0; i < 3; i++) {
      Connection connection = connect();
      connection.send("x");
      assertThat(connection.receive()).hasToString("x");
    }
    assertThat(server.connections()).hasSize(3);
  }

  @Test
  void whoIsRefusedIsNamedByTheServersPath() throws Exception {
    var events = new RecordedEvents();
    Server server =
        Server.at("unix:" + file)
            .limits(Limits.standard().connections(1).whenFull(WhenFull.REFUSE))
            .events(events)
            .bind();
    open.add(server);
    server.start(connection -> connection.answer((message, replies) -> replies.send(message)));
    connect();
    events.nextConnected();
    Connection second = connect();
    assertThat(second.receive()).isNull();
    assertThat(events.nextRefused().peer()).isEqualTo(Endpoint.unix(file));
  }

  @Test
  void aServerThatDoesNotAcceptIsGivenUpInTime() throws Exception {
    fillBacklog();
    var limit = Timeouts.standard().connect(Duration.ofMillis(200));
    assertThatThrownBy(() -> Client.to("unix:" + file).timeouts(limit).open())
        .isInstanceOf(ConnectTimeout.class)
        .hasMessage("cannot connect to unix:" + file + ": no answer within 200ms");
  }

  @Test
  void waitsForAServerThatAcceptsLate() throws Exception {
    ServerSocketChannel busy = fillBacklog();
    var connecting = Async.call(this::connect).awaitBlocked();
    busy.accept().close();
    assertThat(connecting.get().isOpen()).isTrue();
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    fillBacklog();
    var connecting = Async.call(this::connect).awaitBlocked();
    assertThatThrownBy(() -> connecting.interrupt().get())
        .isInstanceOf(ConnectionInterrupted.class);
  }

  /** A server that does not accept, and cannot take one more. */
  private ServerSocketChannel fillBacklog() throws IOException {
    var busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    open.add(busy);
    busy.bind(UnixDomainSocketAddress.of(file), 1);
    for (int i = 0; i < 2; i++) {
      SocketChannel waiting = SocketChannel.open(StandardProtocolFamily.UNIX);
      open.add(waiting);
      waiting.connect(UnixDomainSocketAddress.of(file));
    }
    return busy;
  }

  @Test
  void reconnectsOverTheServersRestart() throws Exception {
    Server first = echo("");
    try (var client =
        Client.to("unix:" + file)
            .framing("lines")
            .reconnect(Backoff.standard().first(Duration.ofMillis(5)), again -> again.send("hi"))
            .open()) {
      assertThat(client.receive()).hasToString("hi");
      first.close();
      echo("");
      assertThat(client.receive()).hasToString("hi");
    }
  }
}
