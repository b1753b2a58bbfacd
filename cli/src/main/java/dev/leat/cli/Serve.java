package dev.leat.cli;

import dev.leat.cli.shell.UsageError;
import picocli.CommandLine.Command;

/** {@code leat serve}: leads to the classic services. */
@Command(name = "serve", description = "Runs one of the classic services.")
final class Serve implements Runnable {
  @Override
  public void run() {
    throw new UsageError("which service? leat serve --help shows them");
  }
}
