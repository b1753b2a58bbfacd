package dev.leat.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Captured;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FewLinesTest {
  private final Captured err = new Captured();
  private final Console console =
      new Console(
          new Streams(
              InputStream.nullInputStream(),
              InputKind.NONE,
              OutputStream.nullOutputStream(),
              false,
              err,
              false),
          Map.of(),
          new Stop());
  private long now = Long.MAX_VALUE - 5;
  private final FewLines lines = new FewLines(console, "further refusals", () -> now);

  private void say(int times) {
    for (int i = 0; i < times; i++) {
      lines.say("refused");
    }
  }

  @Test
  void theFirstOfEachMinuteAreSaidAndHowManyThereWereBesides() {
    String ten = "refused\n".repeat(10);
    String silence = "further refusals are not shown for a minute; -v shows each\n";

    say(1_000);
    assertThat(err.text()).isEqualTo(ten + silence);
    now += Duration.ofSeconds(59).toNanos();
    say(1);
    assertThat(err.text()).isEqualTo(ten + silence);
    now += Duration.ofSeconds(1).toNanos();
    say(3);
    assertThat(err.text())
        .isEqualTo(ten + silence + "991 further refusals were not shown\n" + "refused\n".repeat(3));
  }

  @Test
  void whereThereAreFewNothingIsSaidOfOthers() {
    say(9);
    now += Duration.ofHours(1).toNanos();
    say(9);
    assertThat(err.text()).isEqualTo("refused\n".repeat(18));
  }

  @Test
  void withDetailsAllAreSaid() {
    console.options().verbose = new boolean[] {true};
    say(30);
    assertThat(err.text().lines()).hasSize(30);
  }
}
