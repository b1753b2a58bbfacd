package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeatTest {
  @Test
  void withoutACommandItSaysWhereHelpIs() throws Exception {
    Run run = Run.toTheEnd();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out().text()).isEmpty();
    assertThat(run.err().text()).isEqualTo("leat: which command? leat --help shows them\n");
  }

  @Test
  void helpIsDataAndGoesToStandardOutput() throws Exception {
    Run run = Run.toTheEnd("--help");

    assertThat(run.status()).isZero();
    assertThat(run.out().text()).startsWith("Usage: leat");
    assertThat(run.err().text()).isEmpty();
  }

  @Test
  void aMistypedOptionIsAnsweredInOneLineWithTheRightOne() throws Exception {
    Run run = Run.toTheEnd("--jsn");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text())
        .hasLineCount(1)
        .contains("'--jsn'")
        .contains("did you mean --json?");
  }
}
