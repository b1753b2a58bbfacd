package dev.leat.cli;

import dev.leat.cli.address.AddressCommand;
import dev.leat.cli.feed.FeedCommand;
import dev.leat.cli.replay.ReplayCommand;
import dev.leat.cli.serve.Serve;
import dev.leat.cli.shell.Console;
import dev.leat.cli.store.StoreCommand;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * One command under {@code leat}. Only the one that is wanted is made, because reading the options
 * of all of them takes a noticeable part of the time to start.
 */
record Subcommand(String name, Function<Console, Object> factory) {
  private static final String HELP = "help";

  static final List<Subcommand> ALL =
      List.of(
          new Subcommand("feed", FeedCommand::new),
          new Subcommand("connect", Connect::new),
          new Subcommand("listen", Listen::new),
          new Subcommand("send", Send::new),
          new Subcommand("serve", Serve::line),
          new Subcommand("relay", Relay::new),
          new Subcommand("record", RecordCommand::new),
          new Subcommand("replay", ReplayCommand::new),
          new Subcommand("store", StoreCommand::line),
          new Subcommand("address", AddressCommand::new),
          new Subcommand("framings", Framings::new),
          new Subcommand("completion", Completion::new),
          new Subcommand(HELP, console -> help()));

  private static CommandLine help() {
    var help = new CommandLine(new CommandLine.HelpCommand());
    help.getCommandSpec()
        .usageMessage()
        .header("Explains a command: leat help connect, leat help serve hub.");
    return help;
  }

  /** {@code help serve hub} is {@code serve hub --help}: picocli's help knows one word. */
  static String[] withoutHelpFor(String... arguments) {
    if (arguments.length < 3 || !arguments[0].equals(HELP)) {
      return arguments;
    }
    return Stream.concat(Arrays.stream(arguments).skip(1), Stream.of("--help"))
        .toArray(String[]::new);
  }

  /** The one that is named first, or all where none is: for help, and for suggestions. */
  static List<Subcommand> wanted(String... arguments) {
    for (String argument : arguments) {
      for (Subcommand subcommand : ALL) {
        if (subcommand.name.equals(argument)) {
          return argument.equals(HELP) ? ALL : List.of(subcommand);
        }
      }
    }
    return ALL;
  }

  Object create(Console console) {
    return factory.apply(console);
  }
}
