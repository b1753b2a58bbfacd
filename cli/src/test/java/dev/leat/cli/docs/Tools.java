package dev.leat.cli.docs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.regex.Pattern;

/** The programs that pages use beside Leat. */
final class Tools {
  private static final List<String> KNOWN = List.of("nc", "ncat", "openssl", "python3", "socat");

  private Tools() {}

  /** Skips the test where one that a command names is missing. */
  static void assumeInstalled(List<String> commands) throws Exception {
    for (String tool : KNOWN) {
      var word = Pattern.compile("(^|[ |])" + tool + " ");
      if (commands.stream().anyMatch(command -> word.matcher(command).find())) {
        var which = new ProcessBuilder("sh", "-c", "command -v " + tool).start();
        assumeTrue(which.waitFor() == 0, tool + " is not installed");
      }
    }
  }
}
