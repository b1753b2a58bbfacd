package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomSupplyTest {
  @TempDir private Path folder;

  private FileInput file(String name, String content) throws IOException {
    return new FileInput(Files.writeString(folder.resolve(name), content));
  }

  private static RandomSupply supply(int headerLines, FileInput... files) throws IOException {
    var options = DecoderOptions.standard();
    var reading = new Reading(Framing.lines(), Framing.lines(), options, headerLines, false);
    return new RandomSupply(List.of(files), reading, new Random(3));
  }

  @Test
  void everyMessageOfEveryFileHasTheSameChance() throws Exception {
    try (var log = MessageLog.inMemory(Framing.lines());
        var supply = supply(1, file("a", "head\na\nb\nc"), file("b", "head\nd\n"))) {
      assertThat(supply.appendTo(log, 800, Long.MAX_VALUE)).isEqualTo(800);
      List<String> messages = Contents.messages(log);
      for (String one : List.of("a", "b", "c", "d")) {
        assertThat(count(messages, one)).isBetween(150L, 250L);
      }
      assertThat(messages).doesNotContain("head");
    }
  }

  @Test
  void theHeaderIsThatOfTheFirstFile() throws Exception {
    try (var header = MessageLog.inMemory(Framing.lines());
        var supply = supply(1, file("a", "A\na\n"), file("b", "B\nb\n"))) {
      supply.headerTo(header);
      assertThat(Contents.messages(header)).containsExactly("A");
    }
  }

  private static long count(List<String> messages, String wanted) {
    return messages.stream().filter(wanted::equals).count();
  }

  @Test
  void stopsOnceThereAreEnoughBytes() throws Exception {
    try (var log = MessageLog.inMemory(Framing.lines());
        var supply = supply(0, file("a", "123\n456\n"))) {
      assertThat(supply.appendTo(log, Long.MAX_VALUE, 9)).isEqualTo(3);
    }
  }

  @Test
  void filesWithoutAMessageAreAnError() throws Exception {
    var empty = file("empty", "");
    assertThatThrownBy(() -> supply(0, empty))
        .hasMessage("nothing to choose from: there is no message in " + empty.name());
  }

  @Test
  void aCompressedFileIsRefused() throws Exception {
    Path path = folder.resolve("a.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write("a\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> supply(0, new FileInput(path)))
        .hasMessageStartingWith("random order needs a plain file")
        .hasMessageContaining(path.toString());
  }
}
