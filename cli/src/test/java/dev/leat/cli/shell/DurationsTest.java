package dev.leat.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "500ms, PT0.5S",
    "250us, PT0.00025S",
    "3s, PT3S",
    "1.5s, PT1.5S",
    "5m, PT5M",
    "1h, PT1H",
    "2d, PT48H",
    "1m30s, PT1M30S"
  })
  void readsNumbersWithTheirUnits(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "3x", "3sec ond", "1s2", "1..5s", "9999999999d"})
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void asksForTheUnit() {
    assertThatThrownBy(() -> Durations.parse("3"))
        .hasMessage("'3' needs a unit: write 3s for seconds, 3ms for milliseconds");
  }

  @ParameterizedTest
  @CsvSource({"PT0.5S, 500ms", "PT3S, 3s", "PT1M30S, 1m30s", "PT0.00025S, 250us"})
  void saysTimesToPeople(Duration duration, String text) {
    assertThat(Durations.text(duration)).isEqualTo(text);
  }
}
