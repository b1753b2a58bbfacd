package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leat.cli.LeatProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a process of its own shows: what standard input is, memory, signals. */
class FeedProcessTest {
  @TempDir private Path folder;

  @Test
  void aPipeIsTakenAsTheSource() throws Exception {
    try (var leat = LeatProcess.leat("feed", "0");
        var client = Subscriber.to(leat.port())) {
      leat.type("piped\n");
      assertThat(client.line()).isEqualTo("piped\n");
      leat.endInput();
      assertThat(client.line()).isNull();
    }
  }

  @Test
  void aFileOnStandardInputIsTakenToo() throws Exception {
    File file = Files.writeString(folder.resolve("a"), "from a file\n").toFile();
    try (var leat = LeatProcess.leatReading(file, "feed", "0", "--exit-at-end");
        var client = Subscriber.to(leat.port())) {
      assertThat(client.text()).isEqualTo("from a file\n");
      assertThat(leat.status()).isZero();
      assertThat(leat.err().text()).startsWith("feeding standard input");
    }
  }

  @Test
  void nothingOnStandardInputMeansTheSampleLines() throws Exception {
    try (var leat = LeatProcess.leatReading(new File("/dev/null"), "feed", "0");
        var client = Subscriber.to(leat.port())) {
      assertThat(client.line()).startsWith("This is line ");
    }
  }

  @Test
  void aFileLargerThanItsMemoryIsStreamed() throws Exception {
    Path file = folder.resolve("lines.txt");
    NumberedLines.write(file, 320 << 20);
    try (var leat = LeatProcess.leat("feed", "0", "--file", file.toString(), "--wait-for", "2")) {
      int port = leat.port();
      try (var first = Subscriber.to(port);
          var second = Subscriber.to(port)) {
        var other = new FutureTask<>(() -> Digest.of(second.in()));
        Thread.startVirtualThread(other);
        assertThat(Digest.of(first.in())).isEqualTo(Digest.of(file)).isEqualTo(other.get());
      }
      assertThat(residentOutsideOfFiles(leat.pid())).isLessThan(300 << 20);
    }
  }

  /** In bytes, as Linux knows it. */
  private static long residentOutsideOfFiles(long process) throws IOException {
    Path status = Path.of("/proc/" + process + "/status");
    assumeTrue(Files.exists(status), "only Linux tells how much memory a process has");
    String line =
        Files.readAllLines(status).stream()
            .filter(each -> each.startsWith("RssAnon:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsItWithItsClients(String signal, int status) throws Exception {
    try (var leat = LeatProcess.leatReading(new File("/dev/null"), "feed", "0");
        var client = Subscriber.to(leat.port())) {
      client.line();
      leat.signal(signal);
      assertThat(leat.status()).isEqualTo(status);
      client.text();
      assertThat(leat.err().text()).containsPattern("fed \\d+ messages?, .* to 1 client\n");
    }
  }

  @Test
  void aClientThatStandsStillHoldsUpASignalForSecondsOnlyAndASecondSignalNotAtAll()
      throws Exception {
    Path file = folder.resolve("lines.txt");
    NumberedLines.write(file, 24 << 20);
    try (var leat = LeatProcess.leat("feed", "0", "--file", file.toString());
        var client = Subscriber.slow(leat.port())) {
      client.line();
      leat.signal("TERM");
      client.line();
      leat.signal("TERM");
      assertThat(leat.status()).isEqualTo(143);
    }
  }
}
