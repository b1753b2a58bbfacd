package dev.leat.cli.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.cli.FailedForce;
import dev.leat.cli.Peer;
import dev.leat.cli.Run;
import dev.leat.net.Client;
import dev.leat.net.UdpSocket;
import dev.leat.stream.Entry;
import dev.leat.stream.Store;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RecordTest {
  @TempDir private Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  private void awaitText(String text) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> Stored.text(store()).equals(text));
  }

  // Connecting

  @Test
  void whatAServerSaysIsKeptByteForByteUntilItFinishes() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run = Run.of("record", "127.0.0.1:" + server.getLocalPort(), store().toString());
        Peer peer = Peer.accept(server)) {
      peer.say("one\r\ntwo\n\n\u0000\u0001\t");
      peer.say("three\nlast");
      peer.finish();

      assertThat(run.status()).isZero();
      assertThat(Stored.text(store())).isEqualTo("one\r\ntwo\n\n\u0000\u0001\tthree\nlast\n");
      assertThat(run.err().text())
          .contains("recording lines to " + store())
          .contains("recorded 5 messages, 24 bytes, in ")
          .contains("(offsets 0 to 4)");
    }
  }

  @Test
  void eachReadHasItsTimeAndItsPeer() throws Exception {
    Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
    try (ServerSocket server = Peer.listen();
        Run run = Run.of("record", "127.0.0.1:" + server.getLocalPort(), store().toString());
        Peer peer = Peer.accept(server)) {
      peer.say("one\n");
      awaitText("one\n");
      peer.say("two\n");
      peer.finish();
      run.status();

      List<Entry> entries = Stored.entries(store());
      assertThat(entries).extracting(entry -> entry.message().text()).containsExactly("one", "two");
      assertThat(entries)
          .extracting(Entry::source)
          .containsOnly("tcp://127.0.0.1:" + server.getLocalPort());
      assertThat(entries).extracting(Entry::time).isSorted().allMatch(t -> !t.isBefore(before));
    }
  }

  @Test
  void aMessageWhoseEndIsMissingIsReportedAndWhatCameBeforeItIsThere() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "record",
                "127.0.0.1:" + server.getLocalPort(),
                store().toString(),
                "--framing",
                "header:4");
        Peer peer = Peer.accept(server)) {
      peer.say("5   hello5   wor");
      peer.finish();

      run.status();
      assertThat(run.err().text()).contains("3 of 5 bytes").contains("lost 1 message");
      assertThat(Stored.text(store())).isEqualTo("5   hello");
    }
  }

  @Test
  void whatAConnectionLeavesIsNotJoinedToTheNextOne() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "record",
                "127.0.0.1:" + server.getLocalPort(),
                store().toString(),
                "--reconnect",
                "--count",
                "3")) {
      try (Peer peer = Peer.accept(server)) {
        peer.say("one\ntw");
      }
      awaitText("one\ntw\n");
      try (Peer peer = Peer.accept(server)) {
        peer.say("three\nfour\n");
        assertThat(run.status()).isZero();
      }
      assertThat(Stored.text(store())).isEqualTo("one\ntw\nthree\n");
    }
  }

  @Test
  void itLeavesWhenTheTimeIsUp() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "record",
                "127.0.0.1:" + server.getLocalPort(),
                store().toString(),
                "--for",
                "500ms");
        Peer peer = Peer.accept(server)) {
      peer.say("before the end");

      assertThat(run.status()).isZero();
      assertThat(run.err().text()).contains("recorded 1 message");
      assertThat(Stored.text(store())).isEqualTo("before the end\n");
    }
  }

  @Test
  void silenceCanCompleteAMessage() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "record",
                "127.0.0.1:" + server.getLocalPort(),
                store().toString(),
                "--quiet-time",
                "100ms");
        Peer peer = Peer.accept(server)) {
      peer.say("login: ");
      awaitText("login: \n");
      peer.say("again");
      peer.finish();
      run.status();
      assertThat(Stored.text(store())).isEqualTo("login: \nagain\n");
    }
  }

  // Listening

  @Test
  void theMessagesOfSeveralClientsStayWhole() throws Exception {
    try (Run run = Run.of("record", "listen+tcp://:0", store().toString(), "--count", "6")) {
      List<Peer> peers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        peers.add(Peer.connect(run.port()));
      }
      for (String part : List.of("be", "gin of ", "line ")) {
        for (Peer peer : peers) {
          peer.say(part);
        }
      }
      for (int i = 0; i < 3; i++) {
        peers.get(i).say(i + "\nsecond " + i + "\n");
      }
      assertThat(run.status()).isZero();

      assertThat(Stored.text(store()).lines())
          .containsExactlyInAnyOrder(
              "begin of line 0",
              "second 0",
              "begin of line 1",
              "second 1",
              "begin of line 2",
              "second 2");
      assertThat(Stored.entries(store()))
          .extracting(Entry::source)
          .doesNotContainNull()
          .satisfies(sources -> assertThat(sources.stream().distinct()).hasSize(3));
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void whenItIsStoppedWhatHasComeIsStored() throws Exception {
    try (Run run = Run.of("record", "listen+tcp://:0", store().toString());
        Peer peer = Peer.connect(run.port())) {
      peer.say("whole\n");
      awaitText("whole\n");
      peer.say("not whole");
      run.stop();
      assertThat(run.status()).isZero();
    }
    assertThat(Stored.text(store())).startsWith("whole\n").isIn("whole\n", "whole\nnot whole\n");
  }

  @Test
  void aClientThatBreaksTheFramingIsToldOfAndTheOthersGoOn() throws Exception {
    try (Run run = Run.of("record", "listen+tcp://:0", store().toString(), "--framing", "octets");
        Peer good = Peer.connect(run.port());
        Peer bad = Peer.connect(run.port())) {
      bad.say("2 okno digits");
      assertThat(bad.hearAll()).isEmpty();
      good.say("5 hello");
      awaitText("2 ok5 hello");
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).contains(" closed: ").contains("lost 1 message");
    }
  }

  @Test
  void whatIsTooLongIsLeftOutOrCutAndCounted() throws Exception {
    try (Run run =
            Run.of(
                "record",
                "listen+tcp://:0",
                store().toString(),
                "--max-message",
                "4B",
                "--too-long",
                "drop");
        Peer peer = Peer.connect(run.port())) {
      peer.say("1\n23456\n7\n");
      awaitText("1\n7\n");
      run.stop();
      run.status();
      assertThat(run.err().text()).contains("lost 1 message: too long or incomplete");
    }
  }

  @Test
  void datagramsAreMessagesWithASender() throws Exception {
    try (Run run = Run.of("record", "listen+udp://:0", store().toString(), "--count", "3");
        UdpSocket sender = UdpSocket.connect("udp://127.0.0.1:" + run.port())) {
      for (String text : List.of("one", "two\n", "\u0000three")) {
        sender.send(text);
      }
      assertThat(run.status()).isZero();
      List<Entry> entries = Stored.entries(store());
      assertThat(entries)
          .extracting(entry -> entry.message().text())
          .containsExactly("one", "two\n", "\u0000three");
      assertThat(entries)
          .extracting(Entry::source)
          .containsOnly("udp://127.0.0.1:" + sender.port());
      assertThat(run.err().text()).contains("recorded 3 messages").contains("lost 0");
    }
  }

  @Test
  void datagramsMayBringLines() throws Exception {
    try (Run run =
            Run.of(
                "record",
                "listen+udp://:0",
                store().toString(),
                "--framing",
                "lines",
                "--count",
                "3");
        UdpSocket sender = UdpSocket.connect("udp://127.0.0.1:" + run.port())) {
      sender.send("one\ntwo");
      sender.send("three\n");
      assertThat(run.status()).isZero();
      assertThat(Stored.text(store())).isEqualTo("one\ntwo\nthree\n");
    }
  }

  @Test
  void unixDomainSocketsAreRecordedToo() throws Exception {
    Path socket = folder.resolve("leat.sock");
    try (Run run = Run.of("record", "listen+unix:" + socket, store().toString(), "--count", "1")) {
      run.err().await("listening on");
      try (var client = Client.connect("unix:" + socket, "lines")) {
        client.send("hello");
        assertThat(run.status()).isZero();
      }
    }
    assertThat(Stored.text(store())).isEqualTo("hello\n");
  }

  @Test
  void tlsIsRecordedInTheClear() throws Exception {
    try (Run run =
        Run.of(
            "record", "listen+tls://:0", store().toString(), "--tls-self-signed", "--count", "1")) {
      int status =
          Run.toTheEnd("send", "tls://localhost:" + run.port(), "secret", "--tls-insecure")
              .status();
      assertThat(status).isZero();
      assertThat(run.status()).isZero();
    }
    assertThat(Stored.text(store())).isEqualTo("secret\n");
  }

  // The store

  @Test
  void aRecordingIsGoneOnWithInItsFraming() throws Exception {
    for (String text : List.of("5:hello,", "5:again,")) {
      String[] framing =
          text.equals("5:hello,") ? new String[] {"--framing", "netstring"} : new String[0];
      List<String> words =
          new ArrayList<>(List.of("record", "listen+tcp://:0", store().toString(), "--count", "1"));
      words.addAll(List.of(framing));
      try (Run run = Run.of(words.toArray(String[]::new));
          Peer peer = Peer.connect(run.port())) {
        peer.say(text);
        assertThat(run.status()).isZero();
      }
    }
    assertThat(Stored.text(store())).isEqualTo("5:hello,5:again,");
    Run other = Run.toTheEnd("record", "listen+tcp://:0", store().toString(), "--framing", "lines");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err().text()).contains("netstring");
  }

  @Test
  void aSecondRecordingToTheSameStoreIsTurnedAway() throws Exception {
    try (Run run = Run.of("record", "listen+tcp://:0", store().toString())) {
      run.port();
      Run second = Run.toTheEnd("record", "listen+tcp://:0", store().toString());
      assertThat(second.status()).isEqualTo(1);
      assertThat(second.err().text()).contains("is being written");
    }
  }

  @Test
  void whoStopsItOnATerminalHearsWhatWasRecordedAndFindsTheStoreClosed() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.onTerminal("record", "127.0.0.1:" + server.getLocalPort(), store().toString());
        Peer peer = Peer.accept(server)) {
      peer.say("one\ntwo\n");
      awaitText("one\ntwo\n");
      run.stop();
      run.status();
      assertThat(run.err().text()).contains("recorded 2 messages, 8 bytes, in ");
      assertThat(Store.at(store()).inspect().closed()).isTrue();
    }
  }

  @Test
  void whereNobodyIsThereNoStoreIsLeft() throws Exception {
    int port;
    try (ServerSocket server = Peer.listen()) {
      port = server.getLocalPort();
      Run taken = Run.toTheEnd("record", "listen+tcp://127.0.0.1:" + port, store().toString());
      assertThat(taken.status()).isEqualTo(1);
      assertThat(store()).doesNotExist();
    }
    Run nobody = Run.toTheEnd("record", "127.0.0.1:" + port, store().toString());
    assertThat(nobody.status()).isEqualTo(1);
    assertThat(nobody.err().text())
        .contains("cannot connect to tcp://127.0.0.1:" + port)
        .doesNotContain("recorded");
    assertThat(store()).doesNotExist();
  }

  @Test
  void whereNobodyIsThereNothingIsDeletedThatIsNotTheStores() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run = Run.of("record", "tls://127.0.0.1:" + server.getLocalPort(), store().toString());
        Peer peer = Peer.accept(server)) {
      Path notes = Files.writeString(store().resolve("notes.txt"), "precious");
      peer.hangUp();
      assertThat(run.status()).isEqualTo(1);
      assertThat(store()).isDirectoryContaining(notes::equals);
      assertThat(notes.resolveSibling("state")).doesNotExist();
    }
  }

  @Test
  void aStoreWhoseStateHasBeenLostGoesOnInItsFraming() throws Exception {
    for (String message : List.of("one", "two")) {
      try (ServerSocket server = Peer.listen();
          Run run = Run.of(framed(server, message.equals("one") ? "--framing=netstring" : "-q"));
          Peer peer = Peer.accept(server)) {
        peer.say("3:" + message + ",");
        peer.finish();
        assertThat(run.status()).isZero();
      }
      Files.delete(store().resolve("state"));
    }
    assertThat(Stored.text(store())).isEqualTo("3:one,3:two,");
  }

  private String[] framed(ServerSocket server, String option) {
    String source = "127.0.0.1:" + server.getLocalPort();
    return new String[] {"record", source, store().toString(), option};
  }

  @Test
  void theOldestGoesWhereNotEverythingIsKept() throws Exception {
    try (Run run = Run.of("record", "listen+tcp://:0", store().toString(), "--retention", "64KiB");
        Peer peer = Peer.connect(run.port())) {
      String line = "x".repeat(1023) + "\n";
      for (int i = 0; i < 200; i++) {
        peer.say(line);
      }
      peer.finish();
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> {
            List<Entry> entries = Stored.entries(store());
            return !entries.isEmpty()
                && entries.getLast().offset() == 199
                && Stored.bytes(store()).length < 128 << 10;
          });
    }
  }

  @Test
  void aFileInPlaceOfADirectoryIsNotTouched() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "precious");
    Run run = Run.toTheEnd("record", "listen+tcp://:0", file.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text()).contains("is a file, not a directory");
    assertThat(file).hasContent("precious");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "record                           | from where, and to which directory? leat record 9999 ticks, leat record listen+tcp://:9999 ticks",
        "record 9999                      | from where, and to which directory? leat record 9999 ticks, leat record listen+tcp://:9999 ticks",
        "record udp://:8001 x             | nobody sends datagrams to whom they do not know; to receive them: leat record listen+udp://localhost:8001 x",
        "record 9999 x y                  | one endpoint and one directory are enough: 9999 x y",
        "record there 9999                | to which directory? there 9999 are a host and its port, and the directory follows them: leat record 9999 ticks",
        "record 9999 x --count 0          | --count must be at least 1, not 0",
        "record 9999 x --for 0            | --for must be more than 0",
        "record 9999 x --retention soon   | --retention: 'soon' is not a size: write 512, 64KiB or 10MB; nor is it a time: 7d, 12h",
        "record 9999 x --message-timeout 1s | --message-timeout has no place here: bytes are kept as they come, however slowly; --idle-timeout ends a silent connection",
        "record 9999 x --sync sometimes   | --sync: 'sometimes' is not one of none, interval, always"
      })
  void whatMakesNoSenseIsAnswered(String words, String answer) throws Exception {
    Run run = Run.toTheEnd(words.replace(" x", " " + store()).split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text().replace(store().toString(), "x"))
        .isEqualTo("leat record: " + answer + "\n");
    assertThat(store()).doesNotExist();
  }

  // A disk that fails

  @Test
  void aForceThatFailsIsHeardOfThoughNothingComes() throws Exception {
    try (ServerSocket server = Peer.listen();
        Run run = Run.of("record", "127.0.0.1:" + server.getLocalPort(), store().toString());
        Peer peer = Peer.accept(server)) {
      var said = new StringBuilder();
      FailedForce.provoke(() -> {
        peer.say("hello\n");
        awaitText(said.append("hello\n").toString());
      });
      assertThat(run.status()).as(run.err().text()).isEqualTo(1);
      assertThat(run.err().text())
          .contains(
              "leat record: cannot write to the store "
                  + store()
                  + ": the stream has stopped: the disk could not be made to keep");
      assertThat(run.err().text()).doesNotContain("recorded");
    }
  }
}
