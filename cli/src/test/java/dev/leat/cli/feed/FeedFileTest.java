package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files: whole, paced, repeated, one or several, and what happens at their end. */
class FeedFileTest {
  @TempDir private Path folder;

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private Path numbered(long bytes) throws IOException {
    Path file = folder.resolve("numbered.txt");
    NumberedLines.write(file, bytes);
    return file;
  }

  @Test
  void aFileLargerThanTheRetentionReachesFourClientsByteForByte() throws Exception {
    Path file = numbered(64 << 20);
    try (Run run =
        Run.of(
            "feed",
            "0",
            "--file",
            file.toString(),
            "--retention",
            "4MiB",
            "--wait-for",
            "4",
            "--exit-at-end")) {
      var digests = new ArrayList<FutureTask<Digest>>();
      for (int i = 0; i < 4; i++) {
        var digest =
            new FutureTask<>(() -> {
              try (var client = Subscriber.to(run.port())) {
                return Digest.of(client.in());
              }
            });
        digests.add(digest);
        Thread.startVirtualThread(digest);
      }
      Digest sent = Digest.of(file);
      for (FutureTask<Digest> digest : digests) {
        assertThat(digest.get()).isEqualTo(sent);
      }
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).contains(" to 4 clients\n");
    }
  }

  @Test
  void nothingIsSentBeforeEnoughClientsAreHere() throws Exception {
    try (Run run = Run.of("feed", "0", "--file", file("a", "a\n"), "--wait-for", "2");
        var first = Subscriber.to(run.port())) {
      first.say("nobody reads this");
      try (var second = Subscriber.to(run.port())) {
        assertThat(second.text()).isEqualTo("a\n");
      }
      assertThat(first.text()).isEqualTo("a\n");
    }
  }

  @Test
  void clientsAreClosedAtTheEndAndThoseWhoComeLaterAreServedAgain() throws Exception {
    try (Run run = Run.of("feed", "0", "-v", "--file", file("a", "a\nb\n"))) {
      for (int i = 0; i < 5; i++) {
        try (var client = Subscriber.to(run.port())) {
          assertThat(client.text()).isEqualTo("a\nb\n");
        }
      }
      run.err().await("a had ended, and begins again for who has come");
    }
  }

  @Test
  void aRoundThatIsOverLeavesItsSlowClientAloneAndTheNextOneGetsEverything() throws Exception {
    Path file = numbered(8 << 20);
    try (Run run = Run.of("feed", "0", "--file", file.toString(), "--retention", "32MiB");
        var late = Subscriber.slow(run.port())) {
      String first = late.line();
      for (int i = 0; i < 2; i++) {
        try (var client = Subscriber.to(run.port())) {
          assertThat(Digest.of(client.in())).isEqualTo(Digest.of(file));
        }
      }
      assertThat(first + late.text()).isEqualTo(Files.readString(file, StandardCharsets.US_ASCII));
    }
  }

  @Test
  void whoComesDuringARoundGetsWhatIsKeptOfIt() throws Exception {
    String content = "a\n".repeat(500);
    try (Run run = Run.of("feed", "0", "--file", file("a", content), "--rate", "1000/s");
        var first = Subscriber.to(run.port())) {
      first.lines(100);
      try (var second = Subscriber.to(run.port())) {
        assertThat(second.text()).isEqualTo(content);
      }
    }
  }

  @Test
  void thoseOfAnEarlierRoundAreNotCountedAmongThoseWhoAreWaitedFor() throws Exception {
    try (Run run =
            Run.of(
                "feed",
                "0",
                "--file",
                file("a", "a\n"),
                "--wait-for",
                "2",
                "--close-after",
                "10m",
                "-v");
        var first = Subscriber.to(run.port());
        var second = Subscriber.to(run.port())) {
      assertThat(List.of(first.line(), second.line())).containsExactly("a\n", "a\n");
      try (var third = Subscriber.to(run.port())) {
        third.say("I am here");
        run.err().await(Pattern.compile("(?s)(connection from.*){3}"));
        try (var fourth = Subscriber.to(run.port())) {
          run.err().await(Pattern.compile("(?s)(connection from.*){4}"));
          assertThat(List.of(third.line(), fourth.line())).containsExactly("a\n", "a\n");
        }
      }
    }
  }

  @Test
  void whoComesTooLateForTheStartIsToldOf() throws Exception {
    String content = ("x".repeat(99) + "\n").repeat(20_000);
    String file = file("a", content);
    try (Run run = Run.of("feed", "0", "--file", file, "--retention", "64KiB", "--loop");
        var first = Subscriber.to(run.port())) {
      first.lines(10_000);
      try (var second = Subscriber.to(run.port())) {
        run.err().await("has come late and begins at message ");
        assertThat(second.line()).hasSize(100);
      }
    }
  }

  @Test
  void aFolderIsNoFile() throws Exception {
    Run run = Run.toTheEnd("feed", "0", "--file", folder.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text()).isEqualTo("leat feed: " + folder + ": is a directory\n");
  }

  @Test
  void aFailureIsSaidWhileClientsAreStillServed() throws Exception {
    String file = file("a", "1\n" + "x".repeat(100) + "\n");
    try (Run run =
            Run.of("feed", "0", "--file", file, "--max-message", "50", "--close-after", "10m");
        var client = Subscriber.to(run.port())) {
      assertThat(client.line()).isEqualTo("1\n");
      run.err().await("nothing more will come: " + file + ", message 2: ");
      assertThat(run.err().text()).doesNotContain("leat feed: ");
    }
  }

  @Test
  void severalFilesComeInOrderAndTheLastLineOfEachIsWhole() throws Exception {
    try (Run run =
            Run.of(
                "feed",
                "0",
                "--file",
                file("a", "1\n2"),
                "--file",
                file("b", "3"),
                "--exit-at-end");
        var client = Subscriber.to(run.port())) {
      assertThat(client.text()).isEqualTo("1\n2\n3\n");
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void eachClientGetsTheHeadFirst() throws Exception {
    String csv = file("a.csv", "id,name\r\n1,a\r\n2,b\r\n3,c\r\n");
    try (Run run =
            Run.of(
                "feed",
                "0",
                "--file",
                csv,
                "--header-lines",
                "1",
                "--from",
                "latest",
                "--loop",
                "--rate",
                "100/s");
        var first = Subscriber.to(run.port())) {
      assertThat(first.lines(2)).containsExactly("id,name\r\n", "1,a\r\n");
      try (var second = Subscriber.to(run.port())) {
        assertThat(second.line()).isEqualTo("id,name\r\n");
        assertThat(second.line()).matches("[123],[abc]\r\n");
      }
    }
  }

  @Test
  void aLoopGoesOnAndACountEndsIt() throws Exception {
    try (Run run =
            Run.of(
                "feed",
                "0",
                "--file",
                file("a", "1\n2\n"),
                "--loop",
                "--count",
                "5",
                "--exit-at-end");
        var client = Subscriber.to(run.port())) {
      assertThat(client.text()).isEqualTo("1\n2\n1\n2\n1\n");
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void inRandomOrderItNeverEnds() throws Exception {
    try (Run run = Run.of("feed", "0", "--file", file("a", "1\n2\n3\n"), "--order", "random");
        var client = Subscriber.to(run.port())) {
      assertThat(Set.copyOf(client.lines(200))).containsExactlyInAnyOrder("1\n", "2\n", "3\n");
    }
  }

  @Test
  void aCompressedFileIsReadAsItsContent() throws Exception {
    Path file = folder.resolve("a.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("packed\n".getBytes(StandardCharsets.UTF_8));
    }
    try (Run run = Run.of("feed", "0", "--file", file.toString());
        var client = Subscriber.to(run.port())) {
      assertThat(client.text()).isEqualTo("packed\n");
    }
  }

  @Test
  void fileAndWireMayBeFramedDifferently() throws Exception {
    try (Run run =
            Run.of(
                "feed",
                "0",
                "--file",
                file("a", "5:hello,0:,"),
                "--file-framing",
                "netstring",
                "--framing",
                "u16be");
        var client = Subscriber.to(run.port())) {
      assertThat(client.text()).isEqualTo("\0\5hello\0\0");
    }
  }

  @Test
  void rawIsAFileAsItIs() throws Exception {
    String content = "no end of line";
    try (Run run = Run.of("feed", "0", "--file", file("a", content), "--framing", "raw");
        var client = Subscriber.to(run.port())) {
      assertThat(client.text()).isEqualTo(content);
    }
  }

  @Test
  void aMessageThatIsTooLongEndsTheFeedAfterAllBeforeItHaveArrived() throws Exception {
    String file = file("a", "1\n2\n" + "x".repeat(100) + "\n4\n");
    try (Run run = Run.of("feed", "0", "--file", file, "--max-message", "50");
        var client = Subscriber.to(run.port())) {
      assertThat(client.text()).isEqualTo("1\n2\n");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).contains("leat feed: " + file + ", message 3: ");
    }
  }

  @Test
  void orItIsLeftOutIfThatIsWanted() throws Exception {
    String file = file("a", "1\n2\n" + "x".repeat(100) + "\n4\n");
    try (Run run =
            Run.of("feed", "0", "--file", file, "--max-message", "50", "--too-long", "drop");
        var client = Subscriber.to(run.port())) {
      assertThat(client.text()).isEqualTo("1\n2\n4\n");
      run.err().await(file + ": 1 message left out: longer than 50 bytes\n");
      run.stop();
      assertThat(run.status()).isZero();
      assertThat(run.err().text()).endsWith("; 1 message left out: longer than 50 bytes\n");
    }
  }

  @Test
  void aLossIsSaidEvenToThoseWhoWantToHearOnlyOfErrors() throws Exception {
    String file = file("a", "1\n" + "x".repeat(100) + "\n3\n");
    try (Run run =
        Run.of(
            "feed",
            "0",
            "-q",
            "--file",
            file,
            "--max-message",
            "50",
            "--too-long",
            "truncate",
            "--wait-for",
            "0")) {
      assertThat(run.err().await("cut to 50 bytes\n"))
          .isEqualTo(file + ": 1 message cut to 50 bytes\n");
    }
  }

  @Test
  void aMessageLongerThanTheStreamCanHoldIsRefusedBeforeItIsNeeded() throws Exception {
    Run run = Run.toTheEnd("feed", "0", "--max-message", "64MiB");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text())
        .startsWith("leat feed: --max-message: with --retention 64 MiB a message may have at most ")
        .hasLineCount(1);
  }

  @Test
  void aSmallRetentionMakesTheLongestMessageShorter() throws Exception {
    String content = "1\n" + "x".repeat(300_000) + "\n3\n";
    try (Run run =
            Run.of(
                "feed",
                "0",
                "--file",
                file("a", content),
                "--retention",
                "1MiB",
                "--too-long",
                "drop");
        var client = Subscriber.to(run.port())) {
      assertThat(client.text()).isEqualTo("1\n3\n");
    }
  }

  @Test
  void aMessageThatCannotBeReadIsNamedByItsNumber() throws Exception {
    String content = "1\n" + "x".repeat(300_000) + "\n3\n";
    String file = file("a", content);
    try (Run run = Run.of("feed", "0", "--file", file, "--retention", "1MiB");
        var client = Subscriber.to(run.port())) {
      assertThat(client.text()).isEqualTo("1\n");
      assertThat(run.err().await("too long")).contains(file + ", message 2: ");
    }
  }

  @Test
  void bytesASecondAreKeptToo() throws Exception {
    String content = "x".repeat(99) + "\n";
    long start = System.nanoTime();
    try (Run run =
            Run.of(
                "feed",
                "0",
                "--file",
                file("a", content.repeat(1000)),
                "--rate",
                "50kB/s",
                "--exit-at-end");
        var client = Subscriber.to(run.port())) {
      assertThat(client.rest()).hasSize(100_000);
      assertThat((System.nanoTime() - start) / 1e9).isGreaterThan(1.9);
    }
  }

  @Test
  void aMissingFileIsSaidBeforeAnythingIsServed() throws Exception {
    Run run = Run.toTheEnd("feed", "0", "--file", folder.resolve("nix").toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text())
        .isEqualTo("leat feed: no such file: " + folder.resolve("nix") + "\n");
    assertThat(List.of(run.out().text())).containsExactly("");
  }
}
