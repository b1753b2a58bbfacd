package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Run;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Standard input. */
class FeedInputTest {
  @Test
  void whatIsPipedInIsFedWithoutBeingAskedForAndThatIsSaid() throws Exception {
    try (Run run = Run.piped("feed", "0");
        var client = Subscriber.to(run.port())) {
      run.type("one\ntw");
      assertThat(client.line()).isEqualTo("one\n");
      run.type("o\nthr");
      assertThat(client.line()).isEqualTo("two\n");
      run.endInput();
      assertThat(client.line()).as("an unfinished last line").isEqualTo("thr\n");
      assertThat(client.line()).as("clients are closed at the end").isNull();
      assertThat(run.err().text()).startsWith("feeding standard input, ");
    }
  }

  @Test
  void nothingIsLostBeforeTheFirstClientComesAndLaterOnesGetWhatIsKept() throws Exception {
    var input = new ByteArrayInputStream("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    try (Run run = Run.piped(input, "feed", "0")) {
      run.err().await("has ended");
      for (int i = 0; i < 3; i++) {
        try (var client = Subscriber.to(run.port())) {
          assertThat(client.text()).isEqualTo("one\ntwo\n");
        }
      }
    }
  }

  @Test
  void exitAtEndWaitsForSomebodyToGetIt() throws Exception {
    var input = new ByteArrayInputStream("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    try (Run run = Run.piped(input, "feed", "0", "--exit-at-end");
        var client = Subscriber.to(run.port())) {
      assertThat(client.text()).isEqualTo("one\ntwo\n");
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void aProducerIsHeldUpRatherThanAnythingLost() throws Exception {
    byte[] input = "0123456789abcde\n".repeat(1 << 18).getBytes(StandardCharsets.UTF_8);
    var in = new ByteArrayInputStream(input);
    try (Run run = Run.piped(in, "feed", "0", "--retention", "1MiB", "--exit-at-end");
        var client = Subscriber.to(run.port())) {
      assertThat(client.rest()).isEqualTo(input);
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void theHeadIsTakenFromThere() throws Exception {
    var input = new ByteArrayInputStream("h\n1\n2\n".getBytes(StandardCharsets.UTF_8));
    try (Run run = Run.piped(input, "feed", "0", "--header-lines", "1", "--from", "last")) {
      run.err().await("has ended");
      try (var client = Subscriber.to(run.port())) {
        assertThat(client.text()).isEqualTo("h\n2\n");
      }
    }
  }

  @Test
  void givenLinesComeBeforeWhatIsPiped() throws Exception {
    try (Run run = Run.piped("feed", "0", "--line", "given");
        var client = Subscriber.to(run.port())) {
      run.type("piped\n");
      assertThat(client.line()).isEqualTo("given\n");
    }
  }

  @Test
  void aMessageThatIsTooLongIsLeftOutOfALiveStreamAndTheNextOnesCome() throws Exception {
    try (Run run = Run.piped("feed", "0", "--too-long", "drop");
        var client = Subscriber.to(run.port())) {
      run.type("a\n");
      run.type("x".repeat(3 << 20));
      run.type("\nb\nc\n");
      assertThat(client.lines(3)).containsExactly("a\n", "b\n", "c\n");
      run.err().await("standard input: 1 message left out: longer than 1.0 MiB\n");
    }
  }

  @Test
  void orItIsCut() throws Exception {
    try (Run run = Run.piped("feed", "0", "--max-message", "3", "--too-long", "truncate");
        var client = Subscriber.to(run.port())) {
      run.type("a\nbcdef\ngh\n");
      assertThat(client.lines(3)).containsExactly("a\n", "bcd\n", "gh\n");
      run.err().await("standard input: 1 message cut to 3 bytes\n");
    }
  }

  @Test
  void aStopEndsItAlsoWhileItWaitsForInput() throws Exception {
    try (Run run = Run.piped("feed", "0", "--stdin")) {
      run.port();
      run.stop();
      assertThat(run.status()).isZero();
    }
  }
}
