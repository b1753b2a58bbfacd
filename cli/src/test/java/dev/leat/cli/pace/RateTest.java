package dev.leat.cli.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.leat.cli.pace.Rate.Unit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {
  @ParameterizedTest
  @CsvSource({"1/s,1", "500/s,500", "0.5/s,0.5", "90/m,1.5", "7200/h,2"})
  void messagesInATime(String text, double perSecond) {
    assertThat(Rate.parse(text)).isEqualTo(new Rate(Unit.MESSAGES, perSecond));
  }

  @ParameterizedTest
  @CsvSource({"10MB/s,1e7", "1.5kB/s,1500", "64KiB/s,65536", "60GiB/m,1073741824", "300B/s,300"})
  void bytesInATime(String text, double perSecond) {
    assertThat(Rate.parse(text)).isEqualTo(new Rate(Unit.BYTES, perSecond));
  }

  @Test
  void maxIsUnlimited() {
    assertThat(Rate.parse("max").unlimited()).isTrue();
    assertThat(Rate.parse("1/s").unlimited()).isFalse();
  }

  @Test
  void anIntervalIsARate() {
    assertThat(Rate.every(Duration.ofSeconds(3)).perSecond()).isCloseTo(1 / 3.0, within(1e-12));
    assertThatThrownBy(() -> Rate.every(Duration.ZERO))
        .hasMessage("the time between messages must be more than 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "100|'100' is not a rate: a rate is 500/s, 0.5/s, 90/m, 10MB/s or max",
        "fast|'fast' is not a rate: a rate is 500/s, 0.5/s, 90/m, 10MB/s or max",
        "/s|'/s' is not a rate: a rate is 500/s, 0.5/s, 90/m, 10MB/s or max",
        "1.2.3/s|'1.2.3/s' is not a rate: a rate is 500/s, 0.5/s, 90/m, 10MB/s or max",
        "-1/s|'-1/s' is not a rate: a rate is 500/s, 0.5/s, 90/m, 10MB/s or max",
        "0/s|'0/s' is not a rate: a rate must be more than 0",
        "5/d|'5/d' is not a rate: after the slash comes s, m or h",
        "5k/s|'5k' could mean two sizes: write 5KiB (1024s) or 5kB (1000s)",
      })
  void whatIsNoRateIsExplained(String text, String message) {
    assertThatThrownBy(() -> Rate.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
