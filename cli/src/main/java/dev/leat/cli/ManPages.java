package dev.leat.cli;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** Writes the manual pages of all commands: run by the build. */
public final class ManPages {
  private ManPages() {}

  /**
   * Writes {@code leat.1}, {@code leat-feed.1} and so on.
   *
   * @param arguments the directory
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    write(Leat.whole(Console.system(new Stop())), directory);
  }

  static void write(CommandLine command, Path directory) throws IOException {
    Path file = directory.resolve(ManPage.name(command.getCommandSpec()) + ".1");
    Files.writeString(file, ManPage.of(command.getCommandSpec()));
    for (CommandLine subcommand : command.getSubcommands().values()) {
      if (!(subcommand.getCommand() instanceof CommandLine.HelpCommand)) {
        write(subcommand, directory);
      }
    }
  }
}
