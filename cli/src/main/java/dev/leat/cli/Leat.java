package dev.leat.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code leat} command itself: shows its help, and leads to the subcommands. */
@Command(
    name = "leat",
    description = "Carries streams of messages over sockets.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Leat implements Runnable {
  @Spec private CommandSpec spec;

  private Leat() {}

  /**
   * Runs the command and ends the process with its exit status: 0 done, 1 failed, 2 wrong usage.
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Leat()).execute(arguments));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing subcommand");
  }
}
