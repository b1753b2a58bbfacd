package dev.leat.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {
  @ParameterizedTest
  @CsvSource({
    "COUNT, 0, 0",
    "COUNT, 161480, 161 k",
    "COUNT, 999600, 1.00 M",
    "COUNT, 45912345, 45.9 M",
    "MILLIS_OF_MICROS, 377.9, 0.378 ms",
    "BYTES, 1310, 1.28 KiB",
    "BYTES, 67108864, 64.0 MiB",
    "SHARE, 0.99996, 1.0000",
    "RATIO, 10.26, 10.3 ×",
    "RATIO, 0.5, 0.500 ×",
    "SECONDS, 0.01234, 0.0123 s",
    "SECONDS, 1.5, 1.50 s",
    "SECONDS, NaN, –",
  })
  void writesThreeDigitsThatMeanSomething(Unit unit, double value, String text) {
    assertThat(unit.format(value)).isEqualTo(text);
  }
}
