package dev.leat.cli.replay;

import static dev.leat.cli.Installed.assumeInstalled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Peer;
import dev.leat.cli.record.Stored;
import dev.leat.framing.Framing;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.StoreOptions;
import dev.leat.stream.Sync;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings and replays as processes of their own, with the tools that people have. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class RecordingProcessTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How large the recording is that goes to four clients; 1 GiB takes a minute and more. */
  private static final long LARGE = Long.getLong("leat.replay.bytes", 96L << 20);

  private static final long MOST_MEMORY = 300_000_000;

  @TempDir private Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  private void awaitStored(String text) {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> Stored.text(store()).equals(text));
  }

  @Test
  void aRecordingThatWasKilledIsAWholeTextFileAndGoesOn() throws Exception {
    String sent = "";
    for (int round = 0; round < 2; round++) {
      try (LeatProcess leat = LeatProcess.leat("record", "listen+tcp://:0", store().toString());
          Peer peer = Peer.connect(leat.port())) {
        for (int i = 0; i < 100; i++) {
          String line = "round " + round + ", line " + i + "\n";
          peer.say(line);
          sent += line;
        }
        peer.say("not a whole li");
        awaitStored(sent);
        leat.signal("KILL");
        leat.status();
      }
      assertThat(Stored.text(store())).isEqualTo(sent);
      assertThat(Stored.entries(store())).hasSize(100 * (round + 1));
    }
    try (LeatProcess grep =
        LeatProcess.of(
            "sh", "-c", "grep -hc 'line 99' \"$0\"/*.data | paste -sd+", store().toString())) {
      assertThat(grep.status()).isZero();
      assertThat(grep.out().text()).matches("[01](\\+[01])*\n").contains("1");
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsARecordingWithEverythingStored(String signal, int status) throws Exception {
    try (LeatProcess leat = LeatProcess.leat("record", "listen+tcp://:0", store().toString());
        Peer peer = Peer.connect(leat.port())) {
      peer.say("one\ntwo\n");
      awaitStored("one\ntwo\n");
      leat.signal(signal);
      assertThat(leat.status()).isEqualTo(status);
      assertThat(leat.err().text()).contains("recorded 2 messages");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nc     | nc -N 127.0.0.1 PORT < PATH               | nc -d 127.0.0.1 PORT",
        "ncat   | ncat --send-only 127.0.0.1 PORT < PATH    | ncat --recv-only 127.0.0.1 PORT",
        "socat  | socat -u FILE:PATH TCP4:127.0.0.1:PORT    | socat -u TCP4:127.0.0.1:PORT -",
        "python3 | python3 -c \"import socket; s = socket.create_connection(('127.0.0.1', PORT)); s.sendall(open('PATH', 'rb').read())\" | python3 -c \"import socket, sys; s = socket.create_connection(('127.0.0.1', PORT)); [sys.stdout.buffer.write(data) for data in iter(lambda: s.recv(2048), b'')]\""
      })
  void whatPeopleHaveIsRecordedAndGetsTheReplay(String tool, String sending, String reading)
      throws Exception {
    assumeInstalled(tool);
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("line ").append(i).append(i % 7 == 0 ? "\r\n" : "\n");
    }
    Path file = Files.writeString(folder.resolve("lines.txt"), text);
    try (LeatProcess leat =
            LeatProcess.leat("record", "listen+tcp://:0", store().toString(), "--count", "20000");
        LeatProcess sender = shell(sending, leat.port(), file)) {
      assertThat(leat.status()).isZero();
      sender.status();
    }
    assertThat(Stored.bytes(store())).isEqualTo(Files.readAllBytes(file));
    try (LeatProcess leat =
            LeatProcess.leat("replay", store().toString(), "0", "--speed", "max", "--exit-at-end");
        LeatProcess reader = shell(reading, leat.port(), file)) {
      assertThat(reader.status()).isZero();
      assertThat(leat.status()).isZero();
      assertThat(reader.out().bytes()).isEqualTo(Files.readAllBytes(file));
    }
  }

  private static LeatProcess shell(String command, int port, Path file) throws IOException {
    String text = command.replace("PORT", Integer.toString(port)).replace("PATH", file.toString());
    return LeatProcess.of("sh", "-c", text);
  }

  @Test
  void aLargeRecordingGoesToFourClientsWithoutBeingHeldInMemory() throws Exception {
    long sum = record(LARGE);
    try (LeatProcess leat =
        LeatProcess.leat(
            "replay",
            store().toString(),
            "0",
            "--speed",
            "max",
            "--wait-for",
            "4",
            "--exit-at-end")) {
      int port = leat.port();
      List<FutureTask<Long>> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        var client = new FutureTask<>(() -> checksum(port));
        Thread.ofVirtual().start(client);
        clients.add(client);
      }
      long most = 0;
      while (!clients.stream().allMatch(FutureTask::isDone)) {
        most = Math.max(most, anonymousBytes(leat.pid()));
        Thread.sleep(10);
      }
      for (FutureTask<Long> client : clients) {
        assertThat(client.get()).isEqualTo(sum);
      }
      assertThat(leat.status()).isZero();
      assertThat(most).isBetween(1L, MOST_MEMORY);
    }
  }

  /** Records so many bytes, and answers their checksum. */
  private long record(long bytes) throws IOException {
    var checksum = new CRC32C();
    try (MessageLog log =
        MessageLog.open(
            store(),
            Framing.lines(),
            LogOptions.standard().retention(4 * bytes),
            StoreOptions.standard().sync(Sync.NONE))) {
      long number = 0;
      for (long done = 0; done < bytes; ) {
        var block = new StringBuilder();
        while (block.length() < 60_000) {
          block.append(number++).append(" of many lines, each of them a little different\n");
        }
        byte[] frames = block.toString().getBytes(UTF_8);
        checksum.update(frames);
        log.appendFrames(ByteBuffer.wrap(frames));
        done += frames.length;
      }
    }
    return checksum.getValue();
  }

  private static long checksum(int port) {
    var checksum = new CRC32C();
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[1 << 18];
      for (int count; (count = in.read(buffer)) >= 0; ) {
        checksum.update(buffer, 0, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return checksum.getValue();
  }

  /** Memory of the process that belongs to no file; 1 where the system does not say, or no more. */
  private static long anonymousBytes(long pid) {
    List<String> facts;
    try {
      facts = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
    } catch (IOException e) {
      return 1;
    }
    return facts.stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElse(1);
  }
}
