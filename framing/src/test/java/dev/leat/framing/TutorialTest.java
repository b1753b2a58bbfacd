package dev.leat.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TutorialTest {
  private static final Path SOURCES = Path.of("src");
  private static final String FOLDER = "java/dev/leat/framing";

  @Test
  void theCodeOfThePackageCommentIsTheCodeThatIsCompiled() throws IOException {
    String comment =
        Files.readString(SOURCES.resolve("main").resolve(FOLDER).resolve("package-info.java"));
    String compiled =
        Files.readString(SOURCES.resolve("test").resolve(FOLDER).resolve("Tutorial.java"))
            .replaceAll("(?m)^  ", "");
    List<String> snippets =
        Pattern.compile("\\{@snippet lang = java :\n(.*?)\n \\* }\n", Pattern.DOTALL)
            .matcher(comment)
            .results()
            .map(match -> match.group(1).replaceAll("(?m)^ \\* ?", ""))
            .toList();
    assertThat(snippets).hasSize(2).allSatisfy(snippet -> assertThat(compiled).contains(snippet));
  }

  @ParameterizedTest
  @MethodSource("dev.leat.framing.DecoderContractTest#carryingLong")
  void theReferenceLoopReadsWhatTheFirstExampleWrites(String text) throws IOException {
    var tutorial = new Tutorial();
    Framing framing = Framing.parse(text);
    List<Message> messages =
        List.of(Message.of("x"), Message.of("y".repeat(5000)), Message.of("z".repeat(100)));
    byte[] stream = {};
    for (Message message : messages) {
      stream = Framings.join(stream, Framings.rest(tutorial.frame(framing, message)));
    }
    List<Message> read = new ArrayList<>();
    tutorial.readAll(
        new Pieces(stream, List.of(1, 2, 700, 4000)),
        framing.decoder(),
        lent -> read.add(Message.copyOf(lent)));
    assertThat(read).isEqualTo(messages);
  }
}
