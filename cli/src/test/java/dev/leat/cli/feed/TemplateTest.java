package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.cli.feed.Template.Occasion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private final Random random = new Random(1);

  private String fill(String template, long sequence, String time) {
    var occasion = new Occasion(sequence, Instant.parse(time), random);
    return StandardCharsets.UTF_8.decode(Template.parse(template).fill(occasion)).toString();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "no placeholder|no placeholder",
        "{seq}|41",
        "n={seq}, again {seq}!|n=41, again 41!",
        "The time is {epoch}|The time is 1795331445.000123",
        "{iso}|2026-11-22T07:10:45.000Z",
        "{random:5-5}{random:-3--3}|5-3",
        "{\"n\":{seq},\"of\":{\"a\":\"{iso}\"}}|{\"n\":41,\"of\":{\"a\":\"2026-11-22T07:10:45.000Z\"}}",
        "{{seq}}|{41}",
        "{} {0} {SEQ} { seq } {|{} {0} {SEQ} { seq } {",
        "grüße {seq} 你好|grüße 41 你好",
      })
  void placeholdersAreFilledInAndAllElseStays(String template, String filled) {
    assertThat(fill(template, 41, "2026-11-22T07:10:45.000123Z")).isEqualTo(filled);
  }

  @Test
  void randomNumbersCoverTheirRangeWithBothEnds() {
    var seen =
        IntStream.range(0, 1000)
            .mapToObj(i -> fill("{random:1-10}", i, "2026-11-22T07:10:45Z"))
            .collect(Collectors.toSet());
    assertThat(seen).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "{time}|unknown placeholder {time}: there are {seq}, {epoch}, {iso} and {random:1-10}",
        "at {seq|no } after {seq",
        "{random:1}|{random:1}: write two whole numbers, as in {random:1-10}",
        "{random:a-b}|{random:a-b}: write two whole numbers, as in {random:1-10}",
        "{random:9-1}|{random:9-1}: the first number must not be above the second",
        "{random}|unknown placeholder {random}: there are {seq}, {epoch}, {iso} and {random:1-10}",
      })
  void aWrongPlaceholderIsExplained(String template, String message) {
    assertThatThrownBy(() -> Template.parse(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
