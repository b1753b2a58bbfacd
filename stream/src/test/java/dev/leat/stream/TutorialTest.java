package dev.leat.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TutorialTest {
  private static final Path SOURCES = Path.of("src");
  private static final String FOLDER = "java/dev/leat/stream";

  @TempDir Path directory;
  private final Tutorial tutorial = new Tutorial();

  @Test
  void theCodeOfThePackageCommentIsTheCodeThatIsCompiled() throws Exception {
    String comment =
        Files.readString(SOURCES.resolve("main").resolve(FOLDER).resolve("package-info.java"));
    String compiled =
        Files.readString(SOURCES.resolve("test").resolve(FOLDER).resolve("Tutorial.java"))
            .replaceAll("\\s", "");
    List<String> snippets =
        Pattern.compile("\\{@snippet lang = java :\n(.*?)\n \\* }\n", Pattern.DOTALL)
            .matcher(comment)
            .results()
            .map(match -> match.group(1).replaceAll("(?m)^ \\* ?|\\s", ""))
            .toList();
    assertThat(snippets).hasSize(3).allSatisfy(snippet -> assertThat(compiled).contains(snippet));
  }

  @Test
  void aReaderGetsTheBytesOfTheWire() throws Exception {
    try (var log = MessageLog.inMemory(Framing.lines())) {
      log.append("one");
      log.append("two");
      log.finish();
      var peer = new ByteArrayOutputStream();
      tutorial.send(log, Channels.newChannel(peer));
      assertThat(peer.toString(UTF_8)).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void readersAndProducersGoOnWhereTheyWere() throws Exception {
    Path store = directory.resolve("store");
    List<String> read = new ArrayList<>();
    tutorial.keep(store, 7, List.of("a", "b"));
    long next = tutorial.read(store, 0, entry -> read.add(entry.message().text()));
    tutorial.keep(store, 7, List.of("a", "b", "c"));
    tutorial.keep(store, 7, List.of("a", "b", "c"));
    next = tutorial.read(store, next, entry -> read.add(entry.message().text()));
    assertThat(next).isEqualTo(3);
    assertThat(read).containsExactly("a", "b", "c");
  }
}
