package dev.leat.cli.feed;

import static dev.leat.cli.Installed.assumeInstalled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The clients that people use already, and those that programs are written with. */
class FeedPeersTest {
  @TempDir private Path folder;

  static Stream<Arguments> clients() {
    return Stream.of(
        Arguments.of("nc", "nc -d 127.0.0.1 PORT"),
        Arguments.of("nc", "nc -d ::1 PORT"),
        Arguments.of("nc", "nc -d localhost PORT"),
        Arguments.of("ncat", "ncat --recv-only 127.0.0.1 PORT"),
        Arguments.of("ncat", "ncat --recv-only ::1 PORT"),
        Arguments.of("socat", "socat -u TCP4:127.0.0.1:PORT -"),
        Arguments.of("socat", "socat -u TCP6:[::1]:PORT -"),
        Arguments.of("python3", "python3 -c \"" + python("127.0.0.1") + '"'),
        Arguments.of("python3", "python3 -c \"" + python("localhost") + '"'));
  }

  private static String python(String host) {
    return """
    import socket, sys
    s = socket.create_connection(('%s', PORT))
    while data := s.recv(2048):
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    """
        .formatted(host);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("clients")
  void getALineAtOnceAndThenMore(String program, String command) throws Exception {
    assumeInstalled(program);
    try (Run run = Run.of("feed", "0", "--every", "100ms");
        var first = shell(command, run.port());
        var second = shell(command, run.port())) {
      assertThat(first.out().awaitLines(5)).matches("(This is line [0-5]\n)+");
      assertThat(second.out().awaitLines(5)).matches("(This is line [0-5]\n)+");
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("clients")
  void getAFileByteForByteAndLeaveAtItsEnd(String program, String command) throws Exception {
    assumeInstalled(program);
    Path file = folder.resolve("lines.txt");
    NumberedLines.write(file, 1 << 20);
    try (Run run = Run.of("feed", "0", "--file", file.toString(), "--exit-at-end");
        var client = shell(command, run.port())) {
      assertThat(client.status()).isZero();
      assertThat(run.status()).isZero();
      client.out().await(Files.readString(file));
    }
  }

  @Test
  void aClientThatIsStoppedForAWhileLosesNothingWhereTheFeedWaits() throws Exception {
    assumeInstalled("nc");
    Path file = folder.resolve("lines.txt");
    NumberedLines.write(file, 24 << 20);
    try (Run run =
            Run.of(
                "feed",
                "0",
                "--file",
                file.toString(),
                "--retention",
                "1MiB",
                "--wait-for",
                "2",
                "--exit-at-end",
                "-v");
        var stopped = shell("nc -d 127.0.0.1 PORT", run.port())) {
      run.err().await("connection from");
      stopped.signal("STOP");
      try (var other = Subscriber.to(run.port())) {
        other.line();
        stopped.signal("CONT");
        other.rest();
      }
      assertThat(stopped.status()).isZero();
      assertThat(run.status()).isZero();
      stopped.out().await(Files.readString(file));
    }
  }

  private static LeatProcess shell(String command, int port) throws IOException {
    return LeatProcess.of("sh", "-c", "exec " + command.replace("PORT", Integer.toString(port)));
  }
}
