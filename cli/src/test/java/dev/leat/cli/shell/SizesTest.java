package dev.leat.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "512, 512",
    "512B, 512",
    "64KiB, 65536",
    "64kib, 65536",
    "10MB, 10000000",
    "10 MB, 10000000",
    "1.5GiB, 1610612736",
    "2TB, 2000000000000"
  })
  void readsNumbersWithTheirUnits(String text, long bytes) {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "KiB", "-1", "1..5", "5 bananas", "0x10", "1e3", ".5", "0.3B", "99999999TB"})
  void refusesWhatIsNoNumberOfBytes(String text) {
    assertThatThrownBy(() -> Sizes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void asksWhichOfTwoWhenTheUnitHasTwoMeanings() {
    assertThatThrownBy(() -> Sizes.parse("64k"))
        .hasMessage("'64k' could mean two sizes: write 64KiB (1024s) or 64kB (1000s)");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1023, 1023 bytes",
    "1024, 1.0 KiB",
    "65536, 64 KiB",
    "1073741824, 1.0 GiB"
  })
  void saysSizesToPeople(long bytes, String text) {
    assertThat(Sizes.text(bytes)).isEqualTo(text);
  }
}
