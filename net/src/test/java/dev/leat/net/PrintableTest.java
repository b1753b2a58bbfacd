package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void whatCanBeSeenStays() {
    String text = "Grüße \\ \"世界\" 🌊 \u200D\u200C";

    assertThat(Printable.line(text)).isEqualTo(text);
    assertThat(Printable.quotable("Grüße 世界 🌊", 64)).isEqualTo("Grüße 世界 🌊");
  }

  @Test
  void whatDoesSomethingIsEscaped() {
    assertThat(Printable.line("a\nb\r\t\u001b[2J\u009b\u007f"))
        .isEqualTo("a\\u000Ab\\u000D\\u0009\\u001B[2J\\u009B\\u007F");
    assertThat(Printable.line("\u202E\u2028\u2066\uFEFF\uD83D"))
        .isEqualTo("\\u202E\\u2028\\u2066\\uFEFF\\uD83D");
    assertThat(Printable.line("\uDB40\uDC41")).isEqualTo("\\U000E0041");
  }

  @Test
  void betweenQuotesNothingCanEndThem() {
    assertThat(Printable.quotable("a\" accepted\\", 64)).isEqualTo("a\\\" accepted\\\\");
  }

  @Test
  void whatIsTooLongIsCut() {
    assertThat(Printable.quotable("🌊🌊🌊", 3)).isEqualTo("🌊🌊🌊");
    assertThat(Printable.quotable("🌊🌊🌊", 2)).isEqualTo("🌊🌊…");
  }
}
