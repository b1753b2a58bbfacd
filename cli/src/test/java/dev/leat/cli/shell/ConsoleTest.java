package dev.leat.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.cli.Captured;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final Captured out = new Captured();
  private final Captured err = new Captured();

  @Test
  void aTerminalHasColoursUnlessTheEnvironmentSaysNo() {
    assertThat(console(true, Map.of("TERM", "xterm")).outColored()).isTrue();
    assertThat(console(true, Map.of("NO_COLOR", "1")).outColored()).isFalse();
    assertThat(console(true, Map.of("NO_COLOR", "")).outColored()).isTrue();
    assertThat(console(true, Map.of("TERM", "dumb")).outColored()).isFalse();
    assertThat(console(false, Map.of()).outColored()).isFalse();
  }

  @Test
  void whatIsAskedForCountsMore() {
    Console always = console(false, Map.of("NO_COLOR", "1"));
    always.options().color = ColorChoice.ALWAYS;
    assertThat(always.outColored()).isTrue();

    Console never = console(true, Map.of());
    never.options().color = ColorChoice.NEVER;
    assertThat(never.outColored()).isFalse();
  }

  @Test
  void quietLeavesErrorsAlone() {
    Console console = console(true, Map.of());
    console.options().quiet = true;

    console.say("said");
    console.detail("detail");
    console.live("live");
    console.error("error");

    assertThat(err.text()).isEqualTo("error\n");
  }

  @Test
  void detailsAreForTheVerbose() {
    Console console = console(false, Map.of());
    console.detail("one");
    console.options().verbose = new boolean[] {true};
    console.detail("two");

    assertThat(err.text()).doesNotContain("one").endsWith("two\n");
  }

  @Test
  void whatOthersHaveASayInStaysOnItsLineAndDoesNothing() {
    Console console = console(true, Map.of());
    String forged = "\u001b]0;owned\u0007\n2026-01-01 \u202Eaccepted";
    String shown = "\\u001B]0;owned\\u0007\\u000A2026-01-01 \\u202Eaccepted";

    console.say("1\t" + forged);
    console.error("2 " + forged);
    console.live("3 " + forged);
    console.live("");

    assertThat(err.text())
        .isEqualTo("1\t%s\n2 %s\n%s\r\u001b[K".formatted(shown, shown, cut("3 " + shown)));
  }

  @Test
  void aTraceKeepsItsLines() {
    Console console = console(true, Map.of());
    console.options().verbose = new boolean[] {true, true};

    console.trace(new IllegalStateException("\u001b[31m"));

    assertThat(err.text())
        .startsWith("java.lang.IllegalStateException: \\u001B[31m\n\tat dev.leat.")
        .endsWith(")\n");
  }

  @Test
  void aLiveLineStaysTheLast() {
    Console console = console(true, Map.of());

    console.live("1 client");
    console.say("said");
    console.live("2 clients");
    console.live("");

    assertThat(err.text())
        .isEqualTo(
            cut("1 client")
                + "\r\u001b[Ksaid\n"
                + cut("1 client")
                + "\r\u001b[K"
                + cut("2 clients")
                + "\r\u001b[K");
  }

  /** As a terminal is told that it is not to go on in the next row. */
  private static String cut(String line) {
    return "\u001b[?7l" + line + "\u001b[?7h";
  }

  @Test
  void withoutATerminalThereIsNoLiveLine() {
    console(false, Map.of()).live("1 client");

    assertThat(err.text()).isEmpty();
  }

  @Test
  void aFailureOfStandardOutputSaysThatItWasThat() {
    Console full = console(failing("No space left on device"));
    assertThatThrownBy(() -> full.out().write(1))
        .isInstanceOfSatisfying(
            OutputFailed.class, failure -> assertThat(failure.readerGone()).isFalse())
        .hasMessage("cannot write to standard output: No space left on device");

    Console gone = console(failing("Broken pipe"));
    assertThatThrownBy(() -> gone.out().write(1))
        .isInstanceOfSatisfying(
            OutputFailed.class, failure -> assertThat(failure.readerGone()).isTrue());
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(why);
      }
    };
  }

  private Console console(OutputStream output) {
    var streams =
        new Streams(InputStream.nullInputStream(), InputKind.NONE, output, false, err, false);
    return new Console(streams, Map.of(), new Stop());
  }

  private Console console(boolean terminal, Map<String, String> environment) {
    var streams =
        new Streams(InputStream.nullInputStream(), InputKind.NONE, out, terminal, err, terminal);
    return new Console(streams, environment, new Stop());
  }
}
