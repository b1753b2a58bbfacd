package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.Stop;
import dev.leat.cli.shell.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeatTest {
  @Test
  void withoutACommandItExplainsItself() throws Exception {
    Run run = Run.toTheEnd();

    assertThat(run.status()).isZero();
    assertThat(run.err().text()).isEmpty();
    assertThat(run.out().text()).isEqualTo(Run.toTheEnd("--help").out().text());
  }

  @Test
  void helpIsDataAndGoesToStandardOutput() throws Exception {
    Run run = Run.toTheEnd("--help");

    assertThat(run.status()).isZero();
    assertThat(run.out().text()).startsWith("Usage: leat");
    assertThat(run.err().text()).isEmpty();
  }

  @Test
  void aMistypedOptionIsAnsweredInOneLineWithTheRightOne() throws Exception {
    Run run = Run.toTheEnd("--jsn");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).hasLineCount(1).contains("--jsn").contains("did you mean --json?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fed                      | leat: unknown command fed: did you mean leat feed?",
        "feed x.txt               | leat feed: x.txt is no endpoint: did you mean leat feed --file x.txt?",
        "conect 9999              | leat: unknown command conect: did you mean leat connect?",
        "listen -lk 9999          | leat listen: unknown option -lk; to receive: leat listen; to send to all who come: leat feed",
        "connect -w 3 9999        | leat connect: unknown option -w; a limit on time: --timeout 3s of connect and send",
        "lisen                    | leat: unknown command lisen: did you mean leat listen?",
        "dump ticks               | leat: unknown command dump: did you mean leat store dump?",
        "echo                     | leat: unknown command echo: did you mean leat serve echo?",
        "xyz                      | leat: unknown command xyz (leat --help shows what there is)",
        "serve ehco               | leat serve: unknown command ehco: did you mean leat serve echo? (there are echo, welcome, greet, login, command, clock, hub, discard)",
        "serve xyz                | leat serve: unknown command xyz (there are echo, welcome, greet, login, command, clock, hub, discard)",
        "framings linse           | leat framings: unknown framing linse, did you mean lines?",
        "send 9999 --flie x       | leat send: unknown option --flie: did you mean --file?; before a message that begins with a dash, write --",
        "connect 9999 --sho=hex   | leat connect: unknown option --sho: did you mean --show?",
        "connect a 1 b            | leat connect: one argument too many: b (leat connect --help shows what there is)",
        "connect 9999 --count x   | leat connect: --count: 'x' is not a whole number",
        "connect 9999 --count     | leat connect: --count needs a value: --count N",
        "connect 9999 --count 0   | leat connect: --count must be at least 1, not 0",
        "connect 9999 --show pic  | leat connect: --show: 'pic' is not one of text, hex, reads, frames",
        "connect 9999 --timeout 5 | leat connect: --timeout: '5' needs a unit: write 5s for seconds, 5ms for milliseconds",
        "connect somewhere        | leat connect: not an endpoint: somewhere: the port is missing: write somewhere:9999",
        "connect 70000            | leat connect: not an endpoint: 70000: ports go from 0 to 65535",
        "listen a b               | leat listen: 'b' after the endpoint a: one endpoint is enough, or a host and a port",
        "--color pink             | leat: --color: 'pink' is not one of auto, always, never"
      })
  void aNearMissGetsAnAnswer(String words, String answer) throws Exception {
    Run run = Run.toTheEnd(words.split(" "));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).isEqualTo(answer + "\n");
    assertThat(run.out().text()).isEmpty();
  }

  @Test
  void anUnknownFramingIsAnsweredWithTheRightOne() throws Exception {
    Run run = Run.toTheEnd("connect", "9999", "--framing", "line");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).hasLineCount(1).contains("lines");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "feed",
        "connect",
        "listen",
        "send",
        "serve",
        "serve echo",
        "serve welcome",
        "serve greet",
        "serve login",
        "serve command",
        "serve clock",
        "serve hub",
        "serve discard",
        "record",
        "replay",
        "relay",
        "address",
        "framings",
        "completion",
        "help"
      })
  void everyCommandExplainsItself(String command) throws Exception {
    Run help = Run.toTheEnd((command + " --help").split(" "));

    assertThat(help.status()).isZero();
    assertThat(help.out().text().strip()).startsWith("Usage: leat " + command);
    assertThat(help.out().text().lines()).allMatch(line -> line.length() <= 80);
    assertThat(help.out().text()).contains("-h, --help").doesNotContain("${");
    assertThat(help.err().text()).isEmpty();
  }

  @Test
  void helpAndVersionAreOnAllCommands() throws Exception {
    assertThat(Run.toTheEnd("connect", "--version").out().text()).startsWith("leat ");
    assertThat(Run.toTheEnd("help", "connect").out().text())
        .isEqualTo(Run.toTheEnd("connect", "--help").out().text());
    assertThat(Run.toTheEnd("help", "serve", "hub").out().text())
        .isEqualTo(Run.toTheEnd("serve", "hub", "--help").out().text());
  }

  @Test
  void theOptionsOfEveryCommandStandBeforeOrAfterItsName() throws Exception {
    Run before = Run.toTheEnd("-q", "send", "127.0.0.1:1", "x");
    Run after = Run.toTheEnd("send", "-q", "127.0.0.1:1", "x");

    assertThat(before.err().text()).isEqualTo(after.err().text()).contains("connection refused");
  }

  @Test
  void aStackTraceIsShownWithVvAlone() throws Exception {
    assertThat(Run.toTheEnd("send", "127.0.0.1:1", "x", "-v").err().text()).doesNotContain("\tat ");
    assertThat(Run.toTheEnd("send", "127.0.0.1:1", "x", "-vv").err().text()).contains("\tat ");
  }

  @Test
  void theCompletionScriptKnowsCommandsOptionsAndTheirWords() throws Exception {
    Run run = Run.toTheEnd("completion", "bash");

    assertThat(run.status()).isZero();
    assertThat(run.out().text())
        .contains("complete -F _complete_leat")
        .contains("--framing")
        .contains("(\"text\" \"hex\" \"reads\" \"frames\")");
  }

  @Test
  void helpHasColoursWhereTheyAreWanted() throws Exception {
    assertThat(Run.toTheEnd("connect", "--help", "--color=always").out().text())
        .contains("\u001b[");
    assertThat(Run.toTheEnd("connect", "--help").out().text()).doesNotContain("\u001b[");
  }

  @Test
  void allFramingsAreExplained() throws Exception {
    Run run = Run.toTheEnd("framings");

    assertThat(run.status()).isZero();
    assertThat(run.out().text()).contains("stx-etx", "octets", "count=chars", "Default: lines;");
    assertThat(run.out().text().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "header:10         | header:10       first its length, decimal, | 15 bytes \"5         hello\"",
        "u16be,inclusive   | u8 u16be u24be                            | 7 bytes \"\\x00\\x07hello\"",
        "json              | json            one JSON value            | 8 bytes \"{\\\"x\\\":1}\\n\"",
        "nul               | crlf, nul       CR LF,                    | 6 bytes \"hello\\x00\"",
        "datagram          | datagram        none: each datagram       | 5 bytes \"hello\""
      })
  void aFramingIsExplainedWithAnExample(String framing, String explanation, String wire)
      throws Exception {
    Run run = Run.toTheEnd("framings", framing);

    assertThat(run.status()).isZero();
    assertThat(run.out().text()).startsWith(explanation).endsWith(" on the wire: " + wire + "\n");
  }

  @Test
  void helpBeginsWithExamplesAndKeepsWhatIsCommonForTheEnd() throws Exception {
    String help = Run.toTheEnd("serve", "hub", "--help").out().text();

    assertThat(help)
        .containsSubsequence(
            "\nExamples:\n",
            "\n      [ENDPOINT]",
            "\nOptions:\n      --everyone",
            "\nMessages on the wire:\n",
            "Default: delim:~.",
            "\nTLS, for tls:// endpoints:\n      --tls-cert",
            "\nEverywhere:\n")
        .doesNotContain("udp://", "--tls-insecure");
    assertThat(Run.toTheEnd("serve", "clock", "--help").out().text())
        .contains("Default: header:10.");
    assertThat(Run.toTheEnd("serve", "echo", "--help").out().text()).contains("udp://:1234");
    assertThat(Run.toTheEnd("connect", "--help").out().text())
        .contains("Default: raw.", "--tls-insecure")
        .doesNotContain("--tls-self-signed");
  }

  @Test
  void briefHelpNamesWhatIsNotTheCommandsOwn() throws Exception {
    String brief = Run.toTheEnd("connect", "-h").out().text();
    String whole = Run.toTheEnd("connect", "--help").out().text();

    assertThat(brief)
        .contains(
            "\n      --reconnect            Connect again",
            "\nAlso, explained by leat connect --help:\n")
        .contains("--framing", "--tls-ca", "--verbose")
        .doesNotContain("The longest message that is accepted");
    assertThat(whole).contains("The longest message that is accepted");
    assertThat(brief.lines().count()).isLessThan(whole.lines().count() * 2 / 3);
    assertThat(brief.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void detailsSayWhenAndOfWhichCommandTheyAre() throws Exception {
    try (Run echo = Run.of("serve", "echo", "127.0.0.1:0", "-v");
        Peer peer = Peer.connect(echo.port())) {
      echo.err().await(" connected\n");
      assertThat(echo.err().text())
          .containsPattern(
              "(?m)^\\d{4}-\\d{2}-\\d{2} [0-9:.]{12} leat\\.echo INFO tcp://127\\.0\\.0\\.1:%d connected$"
                  .formatted(peer.port()));
    }
  }

  @Test
  void helpThatCannotBeWrittenIsAFailure() throws Exception {
    var err = new Captured();
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    var streams =
        new Streams(InputStream.nullInputStream(), InputKind.NONE, full, false, err, false);

    assertThat(Leat.run(new Console(streams, Map.of(), new Stop()), "--help")).isEqualTo(1);
    assertThat(err.text())
        .isEqualTo("leat: cannot write to standard output: No space left on device\n");
  }

  @Test
  void jsonIsExplainedWhereItDoesSomething() throws Exception {
    assertThat(Run.toTheEnd("listen", "--help").out().text()).contains("--json");
    assertThat(Run.toTheEnd("feed", "--help").out().text()).doesNotContain("--json");
  }
}
