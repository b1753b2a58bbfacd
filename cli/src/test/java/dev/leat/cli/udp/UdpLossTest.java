package dev.leat.cli.udp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.net.UdpSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is received and what is reported lost is what was sent. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class UdpLossTest {
  private static final Pattern REPORT =
      Pattern.compile("received ([0-9,]+) datagrams?, [^;]*; lost ([0-9,]+)");
  private static final int COUNT = 50_000;
  private static final int A_SECOND = 10_000;

  @TempDir private Path directory;

  @Test
  void fiftyThousandDatagramsAreReceivedOrReported() throws Exception {
    Path file = directory.resolve("received");
    try (var leat = LeatProcess.leat("listen", "udp://127.0.0.1:0", "--output", "" + file);
        UdpSocket client = UdpSocket.connect("udp://127.0.0.1:" + leat.port())) {
      long start = System.nanoTime();
      for (int i = 0; i < COUNT; i++) {
        while (i > (System.nanoTime() - start) * A_SECOND / 1_000_000_000) {
          Thread.sleep(1);
        }
        client.send("datagram " + i);
      }
      leat.signal("TERM");
      assertThat(leat.status()).isEqualTo(143);
      Matcher report = REPORT.matcher(leat.err().text());
      assertThat(report.find()).as(leat.err().text()).isTrue();
      long received = number(report.group(1));
      long lost = number(report.group(2));
      assertThat(received + lost).as(leat.err().text()).isEqualTo(COUNT);
      List<String> lines = Files.readAllLines(file);
      assertThat(lines).hasSize((int) received).doesNotHaveDuplicates();
      assertThat(lines).allMatch(line -> line.matches("datagram \\d{1,5}"));
    }
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }
}
