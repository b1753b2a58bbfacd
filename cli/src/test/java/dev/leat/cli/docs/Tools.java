package dev.leat.cli.docs;

import dev.leat.cli.Installed;
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
        Installed.assumeInstalled(tool);
      }
    }
  }
}
