package dev.leat.cli.store;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.UsageError;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code leat store}: leads to the commands that look into a store. */
@Command(
    name = "store",
    customSynopsis = "leat store info|verify|dump|truncate [OPTION...] STORE",
    header = "Looks into a stored stream, and cuts it.",
    description = {
      "Looks into the directory of a stored stream, also while another process writes it. Its bytes"
          + " are there as they go over the wire: cat STORE/*.data, grep ERROR STORE/*.data."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat store info ticks                 how much, from when to when",
      "  leat store verify ticks               whether it is as it was written",
      "  leat store dump ticks --from 1200     its messages, from number 1200 on",
      "  leat store truncate ticks --to 1200   without those from there on"
    })
public final class StoreCommand implements Runnable {
  private StoreCommand() {}

  /** The command line, with its commands. */
  public static CommandLine line(Console console) {
    var line = new CommandLine(new StoreCommand());
    line.addSubcommand("info", new InfoCommand(console));
    line.addSubcommand("verify", new VerifyCommand(console));
    line.addSubcommand("dump", new DumpCommand(console));
    line.addSubcommand("truncate", new TruncateCommand(console));
    return line;
  }

  @Override
  public void run() {
    throw new UsageError("what of it? leat store info STORE, for instance: leat store --help");
  }
}
