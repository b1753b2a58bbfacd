package dev.leat.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Which programs by others are there. */
public final class Installed {
  private Installed() {}

  /** Skips the test where this program is missing; {@code nc} also where it is not OpenBSD's. */
  public static void assumeInstalled(String program) throws IOException, InterruptedException {
    assumeTrue(isInstalled(program), program + " is not installed");
    if (program.equals("nc")) {
      var help = new ProcessBuilder("nc", "-h").redirectErrorStream(true).start();
      String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assumeTrue(text.contains("OpenBSD"), "nc is not OpenBSD's, whose -N and -d are needed");
    }
  }

  private static boolean isInstalled(String program) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
  }
}
