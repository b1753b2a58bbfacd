package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TutorialTest {
  private static final Path SOURCES = Path.of("src");
  private static final String FOLDER = "java/dev/leat/net";

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
    assertThat(snippets).hasSize(4).allSatisfy(snippet -> assertThat(compiled).contains(snippet));
  }

  @Test
  void bothServersAnswerBothClients() throws Exception {
    try (var slow = Server.bind("localhost:0", Framing.lines());
        var fast = Server.bind("localhost:0", Framing.lines())) {
      var serving =
          List.of(Async.run(() -> tutorial.echo(slow)), Async.run(() -> tutorial.echoFast(fast)));
      for (Server server : List.of(slow, fast)) {
        String endpoint = server.addresses().getFirst().toString();
        assertThat(tutorial.ask(endpoint, "question")).hasToString("question");
        assertThat(tutorial.askForLife(endpoint, "hello", "question")).hasToString("hello");
        server.close();
      }
      for (var served : serving) {
        served.get();
      }
    }
  }

  @Test
  void datagramsAreEchoed() throws Exception {
    try (var server = UdpSocket.bind("udp://127.0.0.1:0");
        var client = UdpSocket.connect(server.addresses().getFirst().toString())) {
      var serving = Async.run(() -> tutorial.echoDatagrams(server));
      client.send("question");
      assertThat(client.receive(Patience.LIMIT).text()).isEqualTo("question");
      server.drain(Duration.ofSeconds(1));
      serving.get();
    }
  }
}
