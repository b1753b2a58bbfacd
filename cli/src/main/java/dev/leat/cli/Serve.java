package dev.leat.cli;

import dev.leat.cli.shell.UsageError;
import picocli.CommandLine.Command;

/** {@code leat serve}: leads to the classic services. */
@Command(
    name = "serve",
    customSynopsis = "leat serve SERVICE [OPTION...] [ENDPOINT]",
    header = "Runs a classic service: echo.",
    description = "Runs one of the classic services.",
    footer = {"", "leat serve SERVICE --help explains a service."})
final class Serve implements Runnable {
  @Override
  public void run() {
    throw new UsageError("which service? leat serve --help shows them");
  }
}
