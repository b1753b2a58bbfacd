package dev.leat.cli.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Peer;
import dev.leat.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code leat feed --store} goes on where the store ends. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FeedResumeTest {
  @TempDir private Path folder;
  private Path store;
  private Path file;

  @BeforeEach
  void nameTheFiles() {
    store = folder.resolve("kept");
    file = folder.resolve("lines.txt");
  }

  private static String lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  private String[] feed(Object... more) {
    List<String> words = new ArrayList<>(List.of("feed", "127.0.0.1:0"));
    words.addAll(List.of("--store", store.toString()));
    for (Object word : more) {
      words.add(word.toString());
    }
    return words.toArray(String[]::new);
  }

  /** Feeds all there is into the store, and answers what was said. */
  private String feedAll(Object... more) throws InterruptedException {
    List<Object> words = new ArrayList<>(List.of(more));
    words.add("--exit-at-end");
    Run run = Run.toTheEnd(feed(words.toArray()));
    assertThat(run.status()).as(run.err().text()).isZero();
    return run.err().text();
  }

  @Test
  void aFileThatHasGrownIsFedFromWhereItEnded() throws Exception {
    Files.writeString(file, lines(0, 10_000));
    assertThat(feedAll("--file", file)).contains("; kept in " + store + "\n");
    assertThat(Stored.cat(store)).isEqualTo(lines(0, 10_000));
    assertThat(feedAll("--file", file))
        .contains("; kept in " + store + ", where 10,000 messages are\n")
        .contains(file + " has ended after 0 messages\n")
        .contains("fed 0 messages, 0 bytes, to 0 clients\n");
    Files.writeString(file, lines(10_000, 10_010), APPEND);
    assertThat(feedAll("--file", file)).contains("fed 10 messages, ");
    assertThat(Stored.cat(store)).isEqualTo(lines(0, 10_010));
    Stored.assertWhole(store);
  }

  @Test
  void aFileIsKnownByWhereItReallyLies() throws Exception {
    Files.writeString(file, lines(0, 10));
    feedAll("--file", file);
    Path link = Files.createSymbolicLink(folder.resolve("link.txt"), file);
    feedAll("--file", link);
    assertThat(Stored.cat(store)).isEqualTo(lines(0, 10));
    Path copy = Files.copy(file, folder.resolve("copy.txt"));
    feedAll("--file", copy);
    assertThat(Stored.cat(store)).isEqualTo(lines(0, 10).repeat(2));
  }

  @Test
  void eachOfSeveralFilesHasItsOwnPlace() throws Exception {
    Path other = folder.resolve("other.txt");
    Files.writeString(file, lines(0, 10));
    Files.writeString(other, lines(100, 110));
    feedAll("--file", file, "--file", other);
    Files.writeString(file, lines(10, 12), APPEND);
    Files.writeString(other, lines(110, 112), APPEND);
    feedAll("--file", file, "--file", other);
    assertThat(Stored.cat(store))
        .isEqualTo(lines(0, 10) + lines(100, 110) + lines(10, 12) + lines(110, 112));
  }

  @Test
  void aHeadIsNoPartOfTheStream() throws Exception {
    Files.writeString(file, "id,name\n" + lines(0, 5));
    feedAll("--file", file, "--header-lines", 1);
    Files.writeString(file, lines(5, 7), APPEND);
    try (Run run = Run.of(feed("--file", file, "--header-lines", 1));
        Peer client = Peer.connect(run.port())) {
      assertThat(client.hearAll()).isEqualTo("id,name\n" + lines(0, 7));
    }
    assertThat(Stored.cat(store)).isEqualTo(lines(0, 7));
  }

  @Test
  void messagesThatAreFramedAnewAreCountedToo() throws Exception {
    Files.writeString(file, lines(0, 3000));
    feedAll("--file", file, "--framing", "netstring");
    Files.writeString(file, lines(3000, 3010), APPEND);
    feedAll("--file", file, "--framing", "netstring");
    String expected =
        IntStream.range(0, 3010)
            .mapToObj(i -> ("line " + i).length() + ":line " + i + ",")
            .collect(Collectors.joining());
    assertThat(Stored.cat(store)).isEqualTo(expected);
  }

  @Test
  void aCompressedFileGoesOnToo() throws Exception {
    Path packed = folder.resolve("lines.gz");
    for (int lines : new int[] {100, 150}) {
      try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
        out.write(lines(0, lines).getBytes(UTF_8));
      }
      feedAll("--file", packed);
    }
    assertThat(Stored.cat(store)).isEqualTo(lines(0, 150));
  }

  @Test
  void againFeedsItOnceMore() throws Exception {
    Files.writeString(file, lines(0, 10));
    feedAll("--file", file);
    Files.writeString(file, lines(10, 12), APPEND);
    feedAll("--file", file, "--again");
    assertThat(Stored.cat(store)).isEqualTo(lines(0, 10) + lines(0, 12));
    feedAll("--file", file);
    assertThat(Stored.cat(store))
        .as("what was new is known")
        .isEqualTo(lines(0, 10) + lines(0, 12));
  }

  @Test
  void aFileThatIsAnotherIsNotTakenForTheSame() throws Exception {
    Files.writeString(file, lines(0, 10));
    feedAll("--file", file);
    Files.writeString(file, lines(0, 5));
    Run run = Run.toTheEnd(feed("--file", file, "--exit-at-end"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text())
        .contains(
            "leat feed: %s has 5 messages, and 10 of it are in the store: it is not the file that"
                    .formatted(file)
                + " was fed; --again feeds it from its beginning\n");
    assertThat(Stored.cat(store)).isEqualTo(lines(0, 10));
  }

  @Test
  void aFileThatWasReplacedByALongerOneIsNotTakenForTheSame() throws Exception {
    Files.writeString(file, lines(0, 1000));
    feedAll("--file", file);
    Files.move(file, folder.resolve("lines.txt.1"));
    Files.writeString(file, lines(1000, 3000));
    Run run = Run.toTheEnd(feed("--file", file, "--exit-at-end"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text())
        .contains(
            "leat feed: %s has another message 1,000 than the store: it is not the file that"
                    .formatted(file)
                + " was fed; --again feeds it from its beginning\n");
    assertThat(Stored.cat(store)).isEqualTo(lines(0, 1000));
    feedAll("--file", file, "--again");
    assertThat(Stored.cat(store)).isEqualTo(lines(0, 3000));
    Files.writeString(file, lines(3000, 3005), APPEND);
    assertThat(feedAll("--file", file)).contains("fed 5 messages, ");
    assertThat(Stored.cat(store)).isEqualTo(lines(0, 3005));
  }

  @ParameterizedTest
  @ValueSource(strings = {"netstring", "json"})
  void aFileThatWasReplacedIsFoundAlsoWhereItsMessagesAreFramedAnew(String framing)
      throws Exception {
    Files.writeString(file, "[1]\n[2]\n");
    feedAll("--file", file, "--framing", framing);
    String kept = Stored.cat(store);
    Files.writeString(file, "[3]\n[4]\n[5]\n");
    Run run = Run.toTheEnd(feed("--file", file, "--framing", framing, "--exit-at-end"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().text()).contains(file + " has another message 2 than the store: it is");
    assertThat(Stored.cat(store)).isEqualTo(kept);
  }

  @Test
  void whatIsNoLongerKeptCannotBeComparedAndThatIsSaid() throws Exception {
    Files.writeString(file, lines(0, 10));
    feedAll("--file", file);
    feedAll("--line", "other", "--rate", "max", "--count", 3);
    Run cut = Run.toTheEnd("store", "truncate", store.toString(), "--before", "11", "--yes");
    assertThat(cut.status()).as(cut.err().text()).isZero();
    Files.writeString(file, lines(10, 12), APPEND);
    assertThat(feedAll("--file", file))
        .contains(file + ": whether it is the file that was fed could not be compared, ")
        .contains("fed 2 messages, ");
    assertThat(Stored.cat(store)).endsWith("other\n" + lines(10, 12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lines", "netstring"})
  void aLineThatIsBeingWrittenIsLeftForTheNextTime(String framing) throws Exception {
    Files.writeString(file, "one\nabc");
    assertThat(feedAll("--file", file, "--framing", framing))
        .contains(file + ": its last message has no end yet: 3 bytes left for the next time\n")
        .contains("fed 1 message, ");
    Files.writeString(file, "def\nghi\n", APPEND);
    assertThat(feedAll("--file", file, "--framing", framing))
        .doesNotContain("no end yet")
        .contains("fed 2 messages, ");
    assertThat(Stored.cat(store))
        .isEqualTo(framing.equals("lines") ? "one\nabcdef\nghi\n" : "3:one,6:abcdef,3:ghi,");
  }

  @Test
  void whateverMomentItIsKilledAtNothingIsMissingAndNothingTwice() throws Exception {
    String text = lines(0, 400_000);
    Files.writeString(file, text);
    boolean complete = false;
    int killed = 0;
    while (!complete) {
      try (var leat = LeatProcess.leat(feed("--file", file, "--rate", "200000/s"));
          Peer client = Peer.connect(leat.port())) {
        // A client's bytes are acknowledged: they must be found again.
        long heard = 0;
        int share = text.length() * (killed + 1) / 6;
        for (String line = "-"; !line.isEmpty() && heard < share; heard += line.length()) {
          line = client.hearLine();
        }
        complete = killed == 5;
        if (complete) {
          leat.err().await("has ended after");
        } else {
          Stored.kill(leat);
          killed++;
        }
        assertThat(Stored.cat(store).length()).isGreaterThanOrEqualTo((int) heard);
      }
    }
    assertThat(Stored.cat(store)).isEqualTo(text);
    assertThat(Stored.grep("^line 123456$", store)).isEqualTo(1);
    Stored.assertWhole(store);
  }

  @Test
  void aTemplateGoesOnCounting() throws Exception {
    feedAll("--template", "{seq} of many", "--rate", "max", "--count", 2000);
    feedAll("--template", "{seq} of many", "--rate", "max", "--count", 10);
    assertThat(Stored.cat(store))
        .isEqualTo(
            IntStream.range(0, 2010).mapToObj(i -> i + " of many\n").collect(Collectors.joining()));
  }
}
