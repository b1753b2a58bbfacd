package dev.leat.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import dev.leat.net.Client;
import dev.leat.net.Connection;
import dev.leat.net.Endpoint;
import dev.leat.net.Server;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LoginTest {
  private static final String REFUSED = "login refused: wrong name or password";

  @TempDir Path folder;
  private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
  private Login login;
  private Server server;

  @BeforeEach
  void serve() throws Exception {
    Path file = folder.resolve("users.txt");
    Users.in(file).put("admin", "secret");
    login =
        new Login(
            Users.in(file),
            new LoginEvents() {
              @Override
              public void accepted(Endpoint peer, String name) {
                events.add(name + " accepted");
              }

              @Override
              public void turnedAway(Endpoint peer, String name, String why) {
                events.add(name + " turned away: " + why);
              }

              @Override
              public void refused(Endpoint peer, String name, String why) {
                events.add(name + " refused: " + why);
              }
            });
    server = Server.bind("127.0.0.1:0", Framing.raw());
    server.start(login);
  }

  @AfterEach
  void close() {
    server.close();
    login.close();
  }

  private Connection connect() throws Exception {
    return Client.connect("127.0.0.1:" + server.port(), Framing.lines());
  }

  private static String logIn(Connection connection, String name, String password)
      throws Exception {
    connection.send(name);
    connection.send(password);
    return String.valueOf(connection.receive());
  }

  @Test
  void whoHasBothRightIsLetIn() throws Exception {
    try (Connection connection = connect()) {
      assertThat(logIn(connection, "admin", "secret"))
          .isEqualTo("hello admin, welcome to the server");
      assertThat(connection.receive()).isNull();
      assertThat(events.poll(60, TimeUnit.SECONDS)).isEqualTo("admin accepted");
    }
  }

  @Test
  void aConnectionMayTryThreeTimes() throws Exception {
    try (Connection connection = connect()) {
      assertThat(logIn(connection, "admin", "1")).isEqualTo(REFUSED);
      assertThat(logIn(connection, "x\u0007\u202Ey", "secret")).isEqualTo(REFUSED);
      assertThat(logIn(connection, "admin", "secret")).startsWith("hello admin");
    }
    assertThat(events)
        .containsExactly(
            "admin refused: wrong name or password",
            "x\\u0007\\u202Ey refused: wrong name or password",
            "admin accepted");
  }

  @Test
  void aWrongNameTakesAsLongAsAWrongPassword() throws Exception {
    Path file = folder.resolve("others.txt");
    // As other tools make hashes: six times the work of ours.
    String hash = "$argon2id$v=19$m=76800,t=3,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);
    Files.writeString(file, "admin:" + hash + "\n");
    Users users = Users.in(file);
    users.verify("admin", "warm");
    long wrongName = Long.MAX_VALUE;
    long wrongPassword = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) { // the least of several: what disturbs it only adds
      wrongName = Math.min(wrongName, work(users, "nobody"));
      wrongPassword = Math.min(wrongPassword, work(users, "admin"));
    }
    assertThat((double) wrongName / wrongPassword).isBetween(0.5, 2.0);
  }

  /** Processor time: what else the machine does is not in it. */
  private static long work(Users users, String name) throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    assertThat(users.verify(name, "wrong")).isFalse();
    return threads.getCurrentThreadCpuTime() - start;
  }

  @Test
  void anAddressThatTriesTooMuchAtOnceIsToldSo() throws Exception {
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Connection connection = connect();
      connection.send("admin");
      connection.send("wrong " + i);
      connections.add(connection);
    }
    int refused = 0;
    while (refused < 10) {
      String event = events.poll(60, TimeUnit.SECONDS);
      assertThat(event).isNotNull();
      if (event.endsWith("too many logins at once from this address")) {
        refused++;
      }
    }
    for (Connection connection : connections) {
      connection.abort();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // where all of 127.0.0.0/8 is this machine
  void whereManyWaitToBeLookedAtOneMoreIsToldToTryAgain() throws Exception {
    Path file = folder.resolve("users.txt");
    String slow = "$argon2id$v=19$m=131072,t=8,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);
    Files.writeString(file, "admin:" + slow + "\n");
    List<Socket> crowd = new ArrayList<>();
    try {
      String event = null;
      for (int i = 1; i < 250 && event == null; i++) {
        var socket = new Socket();
        crowd.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.1." + i), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.getOutputStream().write("admin\nwrong\n".getBytes(StandardCharsets.UTF_8));
        event = events.poll(i < 70 ? 0 : 200, TimeUnit.MILLISECONDS);
      }
      while (event != null && !event.contains("turned away")) {
        event = events.poll(60, TimeUnit.SECONDS);
      }
      assertThat(event).isEqualTo("admin turned away: too many logins at once");
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  @Test
  void whereTheUsersCannotBeReadNobodyIsLetInAndTheReasonIsNotThePeersToKnow() throws Exception {
    Files.writeString(folder.resolve("users.txt"), "nonsense\n");
    try (Connection connection = connect()) {
      assertThat(logIn(connection, "admin", "secret"))
          .isEqualTo("login refused: nobody can log in just now");
      assertThat(events.poll(60, TimeUnit.SECONDS)).contains("line 1: not NAME:HASH");
    }
  }

  @Test
  void whoIsStillWaitingIsLetGoWhenTheServerCloses() throws Exception {
    try (Connection connection = connect()) {
      connection.send("admin");
      connection.send("wrong");
      assertThat(events.poll(60, TimeUnit.SECONDS)).contains("refused");
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
      assertThat(server.connections()).isEmpty();
    }
  }
}
