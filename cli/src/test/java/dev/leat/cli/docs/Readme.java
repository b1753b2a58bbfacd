package dev.leat.cli.docs;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Peer;
import dev.leat.framing.Framing;
import dev.leat.net.Client;
import dev.leat.net.Datagram;
import dev.leat.net.UdpSocket;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of the README, with files and peers such as a reader may have. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class Readme {
  private static final Path README = Path.of("../README.md");
  private static final String EVENTS = "id,name\n1,one\n2,two\n3,three\n";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Tries a command that has been started. */
  private interface Trial {
    void of(Command command) throws Exception;
  }

  /** A command, and where it runs. */
  private record Command(Path folder, Session session, String text) {
    LeatProcess start() throws IOException {
      return session.start(text);
    }

    LeatProcess startListening() throws Exception {
      LeatProcess process = start();
      process.out().await("listening on");
      return process;
    }
  }

  private static final Map<String, Trial> TRIALS =
      Map.ofEntries(
          entry("./leat feed --file events.csv --rate 500/s", feeds("id,name")),
          entry("./leat feed", feeds("This is line [0-5]")),
          entry("./leat connect 9999", prints(9999, "hello\n", "hello\n")),
          entry("nc localhost 9999", prints(9999, "hello\n", "hello\n")),
          entry(
              "python3 -c 'import socket; s=socket.create_connection((\"localhost\",9999));"
                  + " print(s.recv(2048))'",
              prints(9999, "hello\n", "b'hello\\n'\n")),
          entry(
              "./leat feed --file events.csv --header-lines 1 --rate 500/s",
              feeds("id,name", "1,one")),
          entry(
              "./leat feed --file huge.log.gz --rate max --wait-for 4 --exit-at-end",
              Readme::feedsFourAndEnds),
          entry("tail -F app.log | ./leat feed --slow skip", feeds("started", "working")),
          entry(
              "./leat feed --template '{seq},{iso},{random:1-100}' --rate 10000/s",
              feeds("\\d+,20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z,\\d{1,3}")),
          entry(
              "./leat connect localhost:1234 --show reads --buffer 8",
              prints(1234, "welcome to leat", "#1 8 bytes \"welcome \"\n#2 7 bytes \"to leat\"\n")),
          entry(
              "./leat connect localhost:4000 --framing header:10 --show frames",
              prints(
                  4000,
                  "2         hi",
                  """
                  #1 new message, length 2
                  #1 frame 12 bytes "2         hi"
                  #1 full message received, 2 bytes "hi"
                  """)),
          entry("./leat listen --prefix --output received.txt", Readme::keeps),
          entry("./leat listen --framing raw --reply hi --close", Readme::answersAndCloses),
          entry("./leat serve echo tls://:9999 --tls-self-signed", Readme::showsItsFingerprint),
          entry("./leat record localhost:9999 ticks", Readme::records),
          entry("grep -h ERROR ticks/*.data", Readme::finds),
          entry("./leat replay ticks --speed 10x --loop", Readme::replays),
          entry(
              "./leat feed --file trips.csv --time-field at --speed 60x",
              feeds("at,trip", "2026-11-22T12:00:00Z,1", "2026-11-22T12:00:30Z,2")),
          entry("./leat feed --file app.log --store kept", feeds("started", "working")),
          entry("./leat listen --store heard --reply ok", Readme::keepsAndAnswers),
          entry(
              "./leat serve hub --everyone --store talk --from earliest",
              Readme::tellsWhoComesLate),
          entry("./leat store info kept", ofAStore("messages   2, 0 to 1")),
          entry(
              "./leat store verify kept",
              ofAStore("kept: whole: 2 messages, 8 bytes in 1 segment")),
          entry(
              "./leat store dump kept --from 1 --json", ofAStore("\"offset\":1,\"text\":\"two\"}")),
          entry(
              "./leat store truncate kept --to 1 --yes",
              ofAStore("kept: message 1 will go, message 0 will stay")),
          entry("./leat relay listen+tcp://:8080 localhost:1234", Readme::relays),
          entry(
              "./leat relay 'localhost:4000?framing=header:10'"
                  + " 'listen+tcp://:8001?framing=lines' --share",
              Readme::changesTheFraming),
          entry("./leat address 192.168.1.10/24 fe80::1%eth0", Readme::explains),
          entry("./leat listen udp://:8001 --prefix --reply ok", Readme::answersDatagrams),
          entry("./leat send udp://:8001 'hello world!' --expect 1", Readme::sendsADatagram),
          entry("./leat feed unix:leat.sock", Readme::feedsByAFile));

  @TempDir private Path folder;

  /** Needs other machines, or certificates of the reader's own. */
  private static final Pattern ELSEWHERE = Pattern.compile("example\\.org|plc7:|chain\\.pem");

  /** In blocks without a language, up to a comment. */
  static List<String> commands() throws IOException {
    var commands = new ArrayList<String>();
    boolean inside = false;
    for (String line : Files.readAllLines(README)) {
      if (line.startsWith("```")) {
        inside = !inside && line.equals("```");
      } else if (inside
          && !ELSEWHERE.matcher(line).find()
          && line.matches("(\\./leat|nc|python3|tail|grep|\\S+ \\| ./leat) ?.*")) {
        commands.add(line.replaceFirst(" +# .*", ""));
      }
    }
    return commands;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void doesWhatTheReadmeSays(String text) throws Exception {
    Trial trial = TRIALS.get(text);
    assertThat(trial).as("a trial for: %s", text).isNotNull();
    Tools.assumeInstalled(List.of(text));
    try (var _ = FixedPorts.of(List.of(text));
        var session = new Session(folder)) {
      makeFiles();
      trial.of(new Command(folder, session, text));
    }
  }

  private void makeFiles() throws IOException {
    Files.writeString(folder.resolve("events.csv"), EVENTS);
    Files.writeString(
        folder.resolve("trips.csv"), "at,trip\n2026-11-22T12:00:00Z,1\n2026-11-22T12:00:30Z,2\n");
    Files.writeString(folder.resolve("app.log"), "started\nworking\n");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("huge.log.gz")))) {
      out.write(EVENTS.repeat(1000).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  /** A client gets lines like these first. */
  private static Trial feeds(String... lines) {
    return command -> {
      try (LeatProcess leat = command.startListening();
          Peer client = Peer.connect(9999)) {
        for (String line : lines) {
          assertThat(client.hearLine()).matches(line + "\n");
        }
        leat.endAll();
      }
    };
  }

  private static void feedsFourAndEnds(Command command) throws Exception {
    try (LeatProcess leat = command.startListening()) {
      List<Peer> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        clients.add(Peer.connect(9999));
      }
      for (Peer client : clients) {
        assertThat(client.hearAll()).isEqualTo(EVENTS.repeat(1000));
        client.close();
      }
      assertThat(leat.status()).isZero();
    }
  }

  /** Prints this when a server says that. */
  private static Trial prints(int port, String said, String printed) {
    return command -> {
      try (ServerSocket server = Peer.listen(port);
          LeatProcess client = command.start();
          Peer peer = Peer.accept(server)) {
        peer.say(said);
        peer.hangUp();
        client.out().await(printed);
      }
    };
  }

  private static void keeps(Command command) throws Exception {
    try (LeatProcess leat = command.startListening();
        Peer client = Peer.connect(9999)) {
      client.say("hello\n");
      client.finish();
      client.hearAll();
      leat.endAll();
      assertThat(command.folder().resolve("received.txt"))
          .hasContent("127.0.0.1:" + client.port() + ": hello\n");
    }
  }

  private static void answersAndCloses(Command command) throws Exception {
    try (LeatProcess leat = command.startListening();
        Peer client = Peer.connect(9999)) {
      client.say("hi");
      assertThat(client.hearAll()).isEqualTo("hi");
      leat.endAll();
      assertThat(leat.out().text()).endsWith("hi");
    }
  }

  private static void showsItsFingerprint(Command command) throws Exception {
    try (LeatProcess leat = command.startListening()) {
      leat.out().await("SHA-256 fingerprint");
      leat.endAll();
    }
  }

  private static void records(Command command) throws Exception {
    try (ServerSocket server = Peer.listen(9999);
        LeatProcess leat = command.start();
        Peer peer = Peer.accept(server)) {
      peer.say("hello\nworld");
      peer.hangUp();
      assertThat(leat.status()).isZero();
      assertThat(leat.out().text()).contains("recorded 2 messages, 12 bytes");
      assertThat(command.folder().resolve("ticks/00000000000000000000.data"))
          .hasContent("hello\nworld\n");
    }
  }

  /** Prints this of a store of two lines. */
  private static Trial ofAStore(String printed) {
    return command -> {
      store(command, "kept", "one", "two");
      try (LeatProcess leat = command.start()) {
        assertThat(leat.status()).as(leat.out().text()).isZero();
        assertThat(leat.out().text()).contains(printed);
      }
    };
  }

  private static void keepsAndAnswers(Command command) throws Exception {
    try (LeatProcess leat = command.startListening();
        Peer client = Peer.connect(9999)) {
      client.say("hello\n");
      assertThat(client.hear(3)).isEqualTo("ok\n");
      assertThat(command.folder().resolve("heard/00000000000000000000.data")).hasContent("hello\n");
      leat.endAll();
    }
  }

  private static void tellsWhoComesLate(Command command) throws Exception {
    try (LeatProcess leat = command.startListening();
        Peer client = Peer.connect(8000)) {
      client.say("hello~");
      leat.out().await("hello");
      try (Peer late = Peer.connect(8000)) {
        assertThat(late.hear(6)).isEqualTo("hello~");
      }
      leat.endAll();
    }
  }

  private static void store(Command command, String name, String... lines) throws IOException {
    try (var log = MessageLog.open(command.folder().resolve(name), Framing.lines())) {
      for (String line : lines) {
        log.append(line);
      }
    }
  }

  private static void finds(Command command) throws Exception {
    store(command, "ticks", "INFO fine", "ERROR not fine");
    try (LeatProcess grep = command.start()) {
      assertThat(grep.status()).isZero();
      assertThat(grep.out().text()).isEqualTo("ERROR not fine\n");
    }
  }

  private static void replays(Command command) throws Exception {
    store(command, "ticks", "one", "two");
    try (LeatProcess leat = command.startListening();
        Peer client = Peer.connect(9999)) {
      assertThat(client.hear(16)).isEqualTo("one\ntwo\none\ntwo\n");
      client.hangUp();
      leat.endAll();
    }
  }

  private static void relays(Command command) throws Exception {
    try (ServerSocket server = Peer.listen(1234);
        LeatProcess leat = command.startListening();
        Peer client = Peer.connect(8080);
        Peer upstream = Peer.accept(server)) {
      client.say("question");
      client.finish();
      assertThat(upstream.hearAll()).isEqualTo("question");
      upstream.say("answer");
      upstream.finish();
      assertThat(client.hearAll()).isEqualTo("answer");
      leat.endAll();
    }
  }

  private static void changesTheFraming(Command command) throws Exception {
    try (ServerSocket server = Peer.listen(4000);
        LeatProcess leat = command.startListening();
        Peer upstream = Peer.accept(server);
        Peer client = Peer.connect(8001)) {
      client.say("question\n");
      assertThat(upstream.hear(18)).isEqualTo("8         question");
      upstream.say("6         answer");
      assertThat(client.hearLine()).isEqualTo("answer\n");
      leat.endAll();
    }
  }

  private static void explains(Command command) throws Exception {
    try (LeatProcess leat = command.start()) {
      assertThat(leat.status()).isZero();
      assertThat(leat.out().text())
          .contains("prefix     192.168.1.0/24")
          .contains("zone       eth0");
    }
  }

  private static void answersDatagrams(Command command) throws Exception {
    try (LeatProcess leat = command.startListening();
        UdpSocket client = UdpSocket.connect("udp://127.0.0.1:8001")) {
      client.send("hello");
      assertThat(client.receive(PATIENCE).text()).isEqualTo("ok");
      leat.out().await("127.0.0.1:" + client.port() + ": hello\n");
      leat.endAll();
    }
  }

  private static void sendsADatagram(Command command) throws Exception {
    try (UdpSocket server = UdpSocket.bind("udp://:8001");
        LeatProcess leat = command.start()) {
      Datagram question = server.receive(PATIENCE);
      assertThat(question.text()).isEqualTo("hello world!");
      server.reply(question, "hello");
      assertThat(leat.status()).isZero();
      assertThat(leat.out().text()).isEqualTo("hello\n");
    }
  }

  private static void feedsByAFile(Command command) throws Exception {
    try (LeatProcess leat = command.startListening();
        var client = Client.connect("unix:" + command.folder().resolve("leat.sock"), "lines")) {
      assertThat(client.receive(PATIENCE).text()).matches("This is line [0-5]");
      leat.endAll();
    }
  }
}
