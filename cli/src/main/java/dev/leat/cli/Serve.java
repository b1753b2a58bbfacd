package dev.leat.cli;

import dev.leat.cli.shell.UsageError;
import picocli.CommandLine.Command;

/** {@code leat serve}: leads to the classic services. */
@Command(
    name = "serve",
    customSynopsis = "leat serve SERVICE [OPTION...] [ENDPOINT]",
    header = "Runs a classic service: echo, clock, hub and others.",
    description = {
      "Runs one of the classic services, for this machine only unless told otherwise:",
      "leat serve echo '*:9999' listens on every interface."
    },
    footer = {"", "leat serve SERVICE --help explains a service."})
final class Serve implements Runnable {
  @Override
  public void run() {
    throw new UsageError("which service? leat serve --help shows them");
  }
}
