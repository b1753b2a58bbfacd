package dev.leat.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of the course, and what the pages say that it prints. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class Learn {
  private static final Path PAGES = Path.of("../docs/learn");

  @TempDir private Path folder;

  static List<Path> pages() throws Exception {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void theReaderSeesWhatThePageSays(Path page) throws Exception {
    List<Step> steps = Step.of(page);
    assertThat(steps).as("commands of %s", page).isNotEmpty();
    List<String> commands = steps.stream().map(Step::text).toList();
    Tools.assumeInstalled(commands);
    try (var _ = FixedPorts.of(commands);
        var session = new Session(folder)) {
      for (Step step : steps) {
        session.run(step);
      }
    }
  }
}
