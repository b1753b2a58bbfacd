package dev.leat.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void readsTheRecordOfAnInstrument() {
    Figures figures = Figures.parse("result messages_per_second=161480 p50_us=377.9");

    assertThat(figures.get("messages_per_second")).isEqualTo(161_480);
    assertThat(figures.get("p50_us")).isEqualTo(377.9);
  }

  @Test
  void aFigureThatIsNotThereIsNotANumber() {
    assertThat(Figures.parse("measuring").get("p50_us")).isNaN();
  }

  @Test
  void whatIsNoPairIsShown() {
    assertThatThrownBy(() -> Figures.parse("result fast"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not key=value: \"fast\" in \"result fast\"");
  }
}
