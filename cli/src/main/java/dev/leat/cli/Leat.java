package dev.leat.cli;

import dev.leat.cli.feed.From;
import dev.leat.cli.feed.Order;
import dev.leat.cli.pace.Rate;
import dev.leat.cli.pace.RateConverter;
import dev.leat.cli.shell.ColorChoice;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Durations;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.FramingConverter;
import dev.leat.cli.shell.Signals;
import dev.leat.cli.shell.Stop;
import dev.leat.cli.shell.Words;
import dev.leat.cli.show.Show;
import dev.leat.framing.Framing;
import dev.leat.framing.TooLong;
import dev.leat.net.WhenFull;
import dev.leat.stream.Slow;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
  public static int run(Console console, String... arguments) {
    return commandLine(console, Subcommand.wanted(arguments)).execute(arguments);
  }

  /** The whole command, with all subcommands: for completion and man pages. */
  static CommandLine whole(Console console) {
    return commandLine(console, Subcommand.ALL);
  }

  private static CommandLine commandLine(Console console, Iterable<Subcommand> subcommands) {
    var line = new CommandLine(new Top()).addMixin("global", console.options());
    standard(line);
    for (Subcommand subcommand : subcommands) {
      line.addSubcommand(subcommand.name(), subcommand.create(console));
    }
    line.getSubcommands().values().forEach(Leat::standard);
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    var outcome = new Outcome(console);
    return line.registerConverter(Duration.class, new Durations())
        .registerConverter(Framing.class, new FramingConverter())
        .registerConverter(ColorChoice.class, Words.of(ColorChoice.class))
        .registerConverter(From.class, Words.of(From.class))
        .registerConverter(Order.class, Words.of(Order.class))
        .registerConverter(Rate.class, new RateConverter())
        .registerConverter(Show.class, Words.of(Show.class))
        .registerConverter(Slow.class, Words.of(Slow.class))
        .registerConverter(TooLong.class, Words.of(TooLong.class))
        .registerConverter(WhenFull.class, Words.of(WhenFull.class))
        .setExecutionStrategy(outcome)
        .setParameterExceptionHandler(outcome)
        .setExecutionExceptionHandler(outcome);
  }

  /** What every command has, and how its help looks. */
  private static void standard(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    line.getSubcommands().values().forEach(Leat::standard);
  }
}
