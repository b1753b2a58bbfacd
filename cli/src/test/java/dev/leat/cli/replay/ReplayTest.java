package dev.leat.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Peer;
import dev.leat.cli.Run;
import dev.leat.cli.record.Stored;
import dev.leat.framing.Framing;
import dev.leat.net.Datagram;
import dev.leat.net.UdpSocket;
import dev.leat.stream.Entry;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.StoreOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ReplayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  private void store(String... lines) throws IOException {
    try (MessageLog log = MessageLog.open(store(), Framing.lines())) {
      for (String line : lines) {
        log.append(line);
      }
    }
  }

  private Run replay(String... options) {
    String[] words = {"replay", store().toString(), "0"};
    String[] all = Arrays.copyOf(words, words.length + options.length);
    System.arraycopy(options, 0, all, words.length, options.length);
    return Run.of(all);
  }

  private static String hearAll(Run run) throws Exception {
    try (Peer peer = Peer.connect(run.port())) {
      return peer.hearAll();
    }
  }

  // What is played

  @ParameterizedTest
  @CsvSource({"max", "1000x"})
  void everyClientGetsTheBytesAsTheyCame(String speed) throws Exception {
    try (MessageLog log = MessageLog.open(store(), Framing.lines())) {
      log.appendFrames(ByteBuffer.wrap("one\r\ntwo\n\n\u0001\n".getBytes(UTF_8)));
    }
    try (Run run = replay("--speed", speed, "--wait-for", "2", "--exit-at-end");
        Peer first = Peer.connect(run.port());
        Peer second = Peer.connect(run.port())) {
      assertThat(first.hearAll()).isEqualTo("one\r\ntwo\n\n\u0001\n");
      assertThat(second.hearAll()).isEqualTo("one\r\ntwo\n\n\u0001\n");
      assertThat(run.status()).isZero();
      assertThat(run.err().text())
          .contains("replaying " + store() + " (4 messages of lines)")
          .contains("replayed 8 messages, 24 bytes, to 2 clients");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--from 2,        cde",
    "--to 2,          ab",
    "--from 1 --to 4, bcd",
    "--from 0 --to 99, abcde",
    "--from +0s,      abcde",
    "--to 2100-01-01, abcde",
    "--from 2000-01-01T00:00:00Z, abcde"
  })
  void anExcerptIsPlayed(String options, String letters) throws Exception {
    store("a", "b", "c", "d", "e");
    for (String speed : List.of("max", "1x")) {
      try (Run run = replay((options + " --exit-at-end --speed " + speed).split(" "))) {
        assertThat(hearAll(run).replace("\n", "")).isEqualTo(letters);
      }
    }
  }

  @Test
  void aTimeIsAPlaceToo() throws Exception {
    store("a");
    await(Stored.entries(store()).getFirst());
    store("b", "c");
    String time = Stored.entries(store()).get(1).time().toString();
    for (String speed : List.of("max", "100x")) {
      try (Run run = replay("--from", time, "--exit-at-end", "--speed", speed)) {
        assertThat(hearAll(run)).isEqualTo("b\nc\n");
      }
      try (Run run = replay("--to", time, "--exit-at-end", "--speed", speed)) {
        assertThat(hearAll(run)).isEqualTo("a\n");
      }
    }
  }

  /** Until the clock shows another millisecond. */
  private static void await(Entry entry) throws InterruptedException {
    while (System.currentTimeMillis() <= entry.time().toEpochMilli() + 1) {
      Thread.sleep(1);
    }
  }

  // Its pace

  @Test
  void nothingComesBeforeItsTimeAndNothingIsLost() throws Exception {
    try (MessageLog log = MessageLog.open(store(), Framing.lines())) {
      for (int i = 0; i < 20; i++) {
        log.append("line " + i);
        Thread.sleep(30);
      }
    }
    List<Entry> entries = Stored.entries(store());
    try (Run run = replay("--exit-at-end")) {
      int port = run.port();
      long start = System.nanoTime();
      try (Peer peer = Peer.connect(port)) {
        for (Entry entry : entries) {
          assertThat(peer.hearLine()).isEqualTo(entry.message().text() + "\n");
          Duration recorded = Duration.between(entries.getFirst().time(), entry.time());
          assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(recorded.toNanos());
        }
        assertThat(peer.hearAll()).isEmpty();
      }
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void whoComesLateGetsWhatHasBeenMissedAndWhoComesAfterTheEndANewBeginning() throws Exception {
    try (MessageLog log = MessageLog.open(store(), Framing.lines())) {
      log.append("first");
      Thread.sleep(1500);
      log.append("second");
    }
    try (Run run = replay()) {
      try (Peer early = Peer.connect(run.port())) {
        assertThat(early.hearLine()).isEqualTo("first\n");
        try (Peer late = Peer.connect(run.port())) {
          assertThat(late.hearAll()).isEqualTo("first\nsecond\n");
        }
        assertThat(early.hearAll()).isEqualTo("second\n");
      }
      assertThat(hearAll(run)).isEqualTo("first\nsecond\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"max", "1x"})
  void itBeginsAgainForThoseWhoStay(String speed) throws Exception {
    store("a", "b");
    try (Run run = replay("--loop", "--speed", speed);
        Peer peer = Peer.connect(run.port())) {
      assertThat(peer.hear(4 * 5)).isEqualTo("a\nb\n".repeat(5));
      peer.hangUp();
      assertThat(hear(run, 8)).isEqualTo("a\nb\na\nb\n");
    }
  }

  private static String hear(Run run, int bytes) throws Exception {
    try (Peer peer = Peer.connect(run.port())) {
      return peer.hear(bytes);
    }
  }

  @Test
  void itWaitsForAsManyClientsAsAreAskedFor() throws Exception {
    store("a");
    try (Run run = replay("--wait-for", "3", "--exit-after-clients", "4");
        Peer first = Peer.connect(run.port());
        Peer second = Peer.connect(run.port())) {
      Peer leaving = Peer.connect(run.port());
      assertThat(leaving.hearAll()).isEqualTo("a\n");
      assertThat(first.hearAll()).isEqualTo("a\n");
      assertThat(second.hearAll()).isEqualTo("a\n");
      leaving.close();
      Peer.connect(run.port()).reset();
      assertThat(run.status()).isZero();
    }
  }

  // A store that is being written

  @ParameterizedTest
  @CsvSource({"max", "1x"})
  void aRecordingUnderWayIsFollowedUntilItEnds(String speed) throws Exception {
    try (Run record = Run.of("record", "listen+tcp://:0", store().toString());
        Peer source = Peer.connect(record.port())) {
      source.say("before\n");
      record.err().await("recording lines");
      try (Run run = replay("--speed", speed, "--exit-at-end");
          Peer client = Peer.connect(run.port())) {
        assertThat(client.hearLine()).isEqualTo("before\n");
        source.say("meanwhile\n");
        assertThat(client.hearLine()).isEqualTo("meanwhile\n");
        source.say("at last\n");
        source.finish();
        source.hearAll();
        record.stop();
        assertThat(client.hearAll()).isEqualTo("at last\n");
        assertThat(run.status()).isZero();
        assertThat(run.err().text()).contains("it is being written, and followed");
      }
    }
  }

  // Pushing

  @ParameterizedTest
  @CsvSource({"max", "1x"})
  void aRecordingIsPushedAsItIs(String speed) throws Exception {
    try (MessageLog log = MessageLog.open(store(), Framing.lines())) {
      log.appendFrames(ByteBuffer.wrap("one\r\ntwo\n".getBytes(UTF_8)));
    }
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "send",
                "--replay",
                store().toString(),
                "127.0.0.1:" + server.getLocalPort(),
                "--speed",
                speed,
                "--to",
                "2");
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("one\r\ntwo\n");
      peer.hangUp();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void eachMessageIsPushedAsADatagramOrInAnotherFraming() throws Exception {
    store("one", "two");
    try (UdpSocket server = UdpSocket.bind("udp://127.0.0.1:0")) {
      String where = "udp://127.0.0.1:" + server.port();
      assertThat(Run.toTheEnd("send", where, "--replay", store().toString()).status()).isZero();
      for (String text : List.of("one", "two")) {
        Datagram datagram = server.receive(PATIENCE);
        assertThat(datagram.text()).isEqualTo(text);
      }
    }
    try (ServerSocket server = Peer.listen();
        Run run =
            Run.of(
                "send",
                "127.0.0.1:" + server.getLocalPort() + "?framing=netstring",
                "--replay",
                store().toString());
        Peer peer = Peer.accept(server)) {
      assertThat(peer.hearAll()).isEqualTo("3:one,3:two,");
      peer.hangUp();
      assertThat(run.status()).isZero();
    }
  }

  // What goes wrong

  @Test
  void damageIsToldWithItsPlaceAndNotServed() throws Exception {
    String line = "x".repeat(99);
    try (MessageLog log =
        MessageLog.open(
            store(),
            Framing.lines(),
            LogOptions.standard().retention(1 << 20),
            StoreOptions.standard())) {
      for (int i = 0; i < 6000; i++) {
        log.append(line);
      }
    }
    List<Path> segments;
    try (Stream<Path> files = Files.list(store())) {
      segments = files.filter(file -> file.toString().endsWith(".data")).sorted().toList();
    }
    assertThat(segments).hasSizeGreaterThan(2);
    damage(segments.get(1));
    try (Run run = replay("--speed", "max");
        Peer peer = Peer.connect(run.port())) {
      // Broken off, lest this is taken for all: the system may have thrown away what came last.
      assertThat(Files.readString(segments.get(0))).startsWith(peer.hearUntilReset());
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).contains(segments.get(1).toString()).contains("damaged");
    }
    damage(segments.get(0));
    try (Run run = replay("--speed", "max")) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).contains(segments.get(0).toString()).contains("damaged");
    }
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[5000] ^= 4;
    Files.write(file, bytes);
  }

  @Test
  void anEmptyStoreAndNoStoreAreToldApart() throws Exception {
    Run none = Run.toTheEnd("replay", store().toString(), "0");
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err().text()).contains("there is no store " + store());
    MessageLog.open(store(), Framing.lines()).close();
    Run empty = Run.toTheEnd("replay", store().toString(), "0");
    assertThat(empty.status()).isEqualTo(1);
    assertThat(empty.err().text()).contains(store() + " holds no message");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--speed 10           | leat replay: --speed: '10' is not a speed: write 10x",
        "--speed fast         | leat replay: --speed: 'fast' is not a speed: a speed is 1x, 0.5x, 10x or max",
        "--from 6             | leat replay: --from 6: STORE holds 5 messages, and the next is 5",
        "--framing nul        | leat replay: STORE is a stream of lines: --framing nul would need another one made of it (leat relay does)",
        "--loop --exit-at-end | leat replay: with --loop there is no end for --exit-at-end",
        "--wait-for 3 --max-clients 2 | leat replay: --wait-for 3 waits for ever with --max-clients 2"
      })
  void whatMakesNoSenseIsAnswered(String options, String answer) throws Exception {
    store(IntStream.range(0, 5).mapToObj(Integer::toString).toArray(String[]::new));
    try (Run run = replay(options.split(" "))) {
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err().text().replace(store().toString(), "STORE")).isEqualTo(answer + "\n");
    }
  }
}
