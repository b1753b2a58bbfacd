package dev.leat.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DescriptorsTest {
  @Test
  void aShellSaysWhatTheOpenFilesSay() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc here");
    assertThat(Descriptors.ofShell()).isEqualTo(Descriptors.ofOpenFiles());
  }
}
