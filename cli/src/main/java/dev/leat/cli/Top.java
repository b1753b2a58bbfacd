package dev.leat.cli;

import dev.leat.cli.shell.UsageError;
import picocli.CommandLine.Command;

/** {@code leat} without a subcommand. */
@Command(name = "leat", description = "Carries streams of messages over sockets.")
final class Top implements Runnable {
  @Override
  public void run() {
    throw new UsageError("which command? leat --help shows them");
  }
}
