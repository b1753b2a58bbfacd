package dev.leat.cli.classics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The feed as a streaming job reads it: a socket by its host's name, and lines until the end. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class Row02StreamingFeedTest {

  /** As Spark's {@code socketTextStream} does: a socket, a buffered reader, a line at a time. */
  private static List<String> read(int port, int lines) throws IOException {
    var heard = new ArrayList<String>();
    try (var socket = new Socket("localhost", port);
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      for (String line; heard.size() < lines && (line = reader.readLine()) != null; ) {
        heard.add(line);
      }
    }
    return heard;
  }

  @Test
  void aJobThatRestartsIsServedAgain() throws Exception {
    try (Run run = Run.of("feed", "localhost:0", "--template={seq}", "--rate=500/s")) {
      for (int attempt = 0; attempt < 5; attempt++) {
        List<String> lines = read(run.port(), 20);

        long first = Long.parseLong(lines.getFirst());
        for (int i = 0; i < lines.size(); i++) {
          assertThat(lines.get(i)).isEqualTo(Long.toString(first + i));
        }
      }
    }
  }

  @Test
  void severalJobsReadTheSame() throws Exception {
    try (Run run =
        Run.of(
            "feed",
            "localhost:0",
            "--template={seq},{random:1-1000}",
            "--count=1000",
            "--rate=max",
            "--wait-for=3",
            "--exit-at-end")) {
      int port = run.port();
      List<List<String>> heard = new ArrayList<>();
      var jobs = new ArrayList<Thread>();
      for (int i = 0; i < 3; i++) {
        var lines = new ArrayList<String>();
        heard.add(lines);
        jobs.add(Thread.ofVirtual().start(() -> readInto(lines, port)));
      }
      for (Thread job : jobs) {
        job.join();
      }
      assertThat(heard.getFirst()).hasSize(1000);
      assertThat(heard).allMatch(heard.getFirst()::equals);
      assertThat(run.status()).isZero();
    }
  }

  private static void readInto(List<String> lines, int port) {
    try {
      lines.addAll(read(port, Integer.MAX_VALUE));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
