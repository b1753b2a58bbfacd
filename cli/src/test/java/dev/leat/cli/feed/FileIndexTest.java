package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.framing.TooLong;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileIndexTest {
  @TempDir private Path folder;
  private final MessageLog log = MessageLog.inMemory(Framing.lines());

  @AfterEach
  void close() {
    log.close();
  }

  private FileIndex index(String content, int headerLines, int mostPlaces) throws IOException {
    return index(content, headerLines, mostPlaces, DecoderOptions.standard());
  }

  private FileIndex index(String content, int headerLines, int mostPlaces, DecoderOptions options)
      throws IOException {
    var input = new FileInput(Files.writeString(folder.resolve("lines"), content));
    var reading = new Reading(Framing.lines(), Framing.lines(), options, headerLines, false);
    return new FileIndex(input, reading, mostPlaces);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 1000, 4096})
  void everyMessageIsFoundHoweverFewPlacesAreKept(int mostPlaces) throws Exception {
    String content =
        IntStream.range(0, 1000)
            .mapToObj(i -> i + "-".repeat(i % 50) + "\n")
            .collect(Collectors.joining());
    try (var index = index(content, 0, mostPlaces)) {
      assertThat(index.messages()).isEqualTo(1000);
      for (int i = 999; i >= 0; i--) {
        index.move(i, new Target.Log(log));
      }
    }
    assertThat(Contents.messages(log))
        .hasSize(1000)
        .allSatisfy(message -> assertThat(content).contains(message + "\n"))
        .doesNotHaveDuplicates()
        .startsWith("999" + "-".repeat(49))
        .endsWith("0");
  }

  @Test
  void theLastMessageNeedsNoDelimiterAndTheHeaderIsNotAmongThem() throws Exception {
    try (var index = index("head\n\nlast", 1, 16)) {
      assertThat(index.messages()).isEqualTo(2);
      index.move(1, new Target.Log(log));
      index.move(0, new Target.Log(log));
    }
    assertThat(Contents.messages(log)).containsExactly("last", "");
  }

  @Test
  void whatIsTooLongIsNotAmongThemAndWhatIsBehindItIs() throws Exception {
    String content = "a\n" + "x".repeat(2_000_000) + "\n" + "y".repeat(20) + "\nb\nc";
    var drop = DecoderOptions.standard().max(10).tooLong(TooLong.DROP);
    try (var index = index(content, 0, 16, drop)) {
      assertThat(index.messages()).isEqualTo(3);
      assertThat(index.dropped()).isEqualTo(2);
      for (int i = 2; i >= 0; i--) {
        index.move(i, new Target.Log(log));
      }
    }
    assertThat(Contents.messages(log)).containsExactly("c", "b", "a");
  }

  @Test
  void whatIsCutIsAmongThem() throws Exception {
    var cut = DecoderOptions.standard().max(2).tooLong(TooLong.TRUNCATE);
    try (var index = index("a\nbcdef\ngh\n", 0, 16, cut)) {
      assertThat(index.messages()).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        index.move(i, new Target.Log(log));
      }
    }
    assertThat(Contents.messages(log)).containsExactly("a", "bc", "gh");
  }

  @Test
  void aFileThatHasBecomeShorterIsAnError() throws Exception {
    try (var index = index("one\ntwo\nthree\n", 0, 16)) {
      Files.writeString(folder.resolve("lines"), "one\n");
      assertThatThrownBy(() -> index.move(0, new Target.Log(log)))
          .hasMessageEndingWith("lines has changed while it was fed: it had 14 bytes and has 4");
    }
  }

  @Test
  void aMessageLargerThanItsMemoryIsRead() throws Exception {
    String large = "x".repeat(900_000);
    try (var index = index("small\n" + large + "\nsmall too\n", 0, 16)) {
      index.move(1, new Target.Log(log));
      index.move(2, new Target.Log(log));
    }
    assertThat(Contents.messages(log)).containsExactly(large, "small too");
  }
}
