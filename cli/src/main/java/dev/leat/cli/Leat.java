package dev.leat.cli;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.OutputFailed;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.Signals;
import dev.leat.cli.shell.Stop;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;

/** The {@code leat} command. */
public final class Leat {
  private Leat() {}

  /** Runs the command and ends the process with its {@linkplain ExitStatus exit status}. */
  public static void main(String[] arguments) {
    var stop = new Stop();
    var signals = Signals.handle(stop);
    int status = run(Console.system(stop), arguments);
    signals.commandEnded();
    System.exit(status);
  }

  /** Runs the command within this process and answers its exit status. */
  public static int run(Console console, String... words) {
    String[] arguments = Subcommand.withoutHelpFor(words);
    var help = new HelpOutput(console.out());
    boolean brief = Arrays.asList(arguments).contains("-h");
    CommandLine line = commandLine(console, help, Subcommand.wanted(arguments), brief);
    int status = line.execute(arguments);
    OutputFailed failure = help.failure();
    if (failure == null) {
      return status;
    }
    console.error("leat: " + Reasons.of(failure));
    return ExitStatus.FAILED;
  }

  /** The whole command, with all subcommands: for completion and man pages. */
  static CommandLine whole(Console console) {
    return commandLine(console, console.out(), Subcommand.ALL, false);
  }

  private static CommandLine commandLine(
      Console console, OutputStream help, Iterable<Subcommand> subcommands, boolean brief) {
    var line = new CommandLine(new Top()).addMixin("global", console.options());
    for (Subcommand subcommand : subcommands) {
      line.addSubcommand(subcommand.name(), subcommand.create(console));
    }
    HelpLayout.apply(line, brief);
    line.setOut(new PrintWriter(help, true, StandardCharsets.UTF_8));
    var outcome = new Outcome(console);
    Converters.register(line);
    return line.setExpandAtFiles(false) // a message may begin with @
        .setExecutionStrategy(outcome)
        .setParameterExceptionHandler(outcome)
        .setExecutionExceptionHandler(outcome);
  }
}
