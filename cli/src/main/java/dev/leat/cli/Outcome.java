package dev.leat.cli;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.Failure;
import dev.leat.cli.shell.OutputFailed;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.UsageError;
import dev.leat.net.ConnectionClosed;
import dev.leat.net.ConnectionInterrupted;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs what was asked for, and makes of its end an exit status and at most one line. */
final class Outcome
    implements IExecutionStrategy, IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Console console;

  Outcome(Console console) {
    this.console = console;
  }

  @Override
  public int execute(ParseResult parsed) {
    ParseResult wanted = parsed;
    while (wanted.hasSubcommand()) {
      wanted = wanted.subcommand();
    }
    console.command(wanted.commandSpec().name());
    boolean colored = console.outColored();
    parsed
        .commandSpec()
        .commandLine()
        .setColorScheme(Help.defaultColorScheme(colored ? Help.Ansi.ON : Help.Ansi.OFF));
    return new CommandLine.RunLast().execute(parsed);
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    return usage(e.getCommandLine(), UsageText.of(e));
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    console.live("");
    if (console.stop().requested() && isEndOfWork(e)) {
      return ExitStatus.DONE;
    }
    return switch (e) {
      case OutputFailed failure when failure.readerGone() -> ExitStatus.DONE;
      case UsageError wrong -> usage(command, Reasons.of(wrong));
      case Failure failure -> failed(command, Reasons.of(failure), failure);
      case IOException failure -> failed(command, Reasons.of(failure), failure);
      default -> failed(command, "this should not have happened (-vv shows where): " + e, e);
    };
  }

  /** What work that is stopped ends with. */
  private static boolean isEndOfWork(Exception e) {
    return e instanceof InterruptedException
        || e instanceof InterruptedIOException
        || e instanceof ClosedByInterruptException
        || e instanceof ConnectionInterrupted
        || e instanceof ConnectionClosed;
  }

  private int usage(CommandLine command, String message) {
    console.error(name(command) + ": " + message);
    return ExitStatus.USAGE;
  }

  private int failed(CommandLine command, String message, Exception failure) {
    console.error(name(command) + ": " + message);
    console.trace(failure);
    return ExitStatus.FAILED;
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }
}
