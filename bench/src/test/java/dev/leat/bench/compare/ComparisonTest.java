package dev.leat.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs each comparison for a moment, with every side but the command itself, which is not built
 * here.
 */
class ComparisonTest {
  private static final Settings A_MOMENT = new Settings(1, 0.4, 0.3);

  /** Of what is measured by an amount of data. */
  private static final Settings A_LITTLE = new Settings(1, 0.1, 0.1);

  @BeforeAll
  static void needsLinuxAndACompiler() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "the load programs use epoll");
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "gcc"))),
        "the load programs need gcc");
  }

  @TestFactory
  Stream<DynamicTest> everySideGivesEveryFigure() throws Exception {
    Programs programs = Programs.build(Path.of("..").toAbsolutePath().normalize());
    return Compare.comparisons(programs).stream().flatMap(ComparisonTest::ofEachProgram);
  }

  /** The same program with another number of threads is not run again. */
  private static Stream<DynamicTest> ofEachProgram(Comparison comparison) {
    Set<String> programs = new HashSet<>();
    return comparison.contenders().stream()
        .filter(contender -> !contender.serve().on(1).program().equals("leat"))
        .filter(contender -> programs.add(withoutNumbers(contender.serve().on(1))))
        .map(contender ->
            DynamicTest.dynamicTest(
                comparison.name() + ", " + contender.name(),
                () -> givesEveryFigure(comparison, contender)));
  }

  private static String withoutNumbers(Command command) {
    return String.join(" ", command.words()).replaceAll("[0-9]", "");
  }

  private static void givesEveryFigure(Comparison comparison, Contender contender)
      throws Exception {
    boolean byAmount = comparison.name().startsWith("append");
    Figures figures = comparison.measure(contender, byAmount ? A_LITTLE : A_MOMENT);

    for (Column column : comparison.columns()) {
      assertThat(figures.get(column.figure())).as(column.heading()).isNotNaN();
    }
    // With few connections a server may have less with them than it had before.
    String telling =
        comparison instanceof IdleComparison
            ? "bytes_with_all"
            : comparison.columns().getFirst().figure();
    assertThat(figures.get(telling)).isPositive();
  }
}
