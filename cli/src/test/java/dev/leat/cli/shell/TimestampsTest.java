package dev.leat.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Vienna");

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T12:00:00Z,              2026-11-22T12:00:00Z",
    "2026-11-22T12:00:00.123456Z,       2026-11-22T12:00:00.123456Z",
    "2026-11-22t12:00:00z,              2026-11-22T12:00:00Z",
    "2026-11-22T12:00Z,                 2026-11-22T12:00:00Z",
    "2026-11-22T12:00:00+02:00,         2026-11-22T10:00:00Z",
    "2026-11-22T12:00:00-0530,          2026-11-22T17:30:00Z",
    "2026-11-22 12:00:00 +02:00,        2026-11-22T10:00:00Z",
    "2026-11-22T12:00:00,               2026-11-22T11:00:00Z",
    "2026-07-22 12:00:00.5,             2026-07-22T10:00:00.500Z",
    "'2026-11-22 12:00:00,250',         2026-11-22T11:00:00.250Z",
    "2026-11-22,                        2026-11-21T23:00:00Z",
    "0,                                 1970-01-01T00:00:00Z",
    "1795348800,                        2026-11-22T12:00:00Z",
    "1795348800.25,                     2026-11-22T12:00:00.250Z",
    "1795348800250,                     2026-11-22T12:00:00.250Z",
    "-1,                                1969-12-31T23:59:59Z",
    "' 1795348800 ',                    2026-11-22T12:00:00Z"
  })
  void momentsAreReadAsTheyAreWritten(String text, String instant) {
    assertThat(Timestamps.parse(text, ZONE)).isEqualTo(Instant.parse(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "12:00",
        "2026-13-01",
        "2026-11-22T25:00:00",
        "22.11.2026",
        "1e9",
        "--"
      })
  void whatIsNoMomentIsNone(String text) {
    assertThat(Timestamps.parse(text, ZONE)).isNull();
  }

  @Test
  void aPlaceInAStreamIsAnOffsetATimeOrATimeAfterItsBeginning() {
    assertThat(StreamPlace.parse("1200")).isEqualTo(new StreamPlace.AtOffset(1200));
    assertThat(StreamPlace.parse("2026-11-22T12:00:00Z"))
        .isEqualTo(new StreamPlace.AtTime(Instant.parse("2026-11-22T12:00:00Z")));
    assertThat(StreamPlace.parse("+90s"))
        .isEqualTo(new StreamPlace.After(java.time.Duration.ofSeconds(90)));
    assertThatThrownBy(() -> StreamPlace.parse("soon")).hasMessageContaining("no place");
  }
}
