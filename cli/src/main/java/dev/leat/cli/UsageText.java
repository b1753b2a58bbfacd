package dev.leat.cli;

import static java.util.stream.Collectors.joining;

import dev.leat.cli.shell.Reasons;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, and what was probably meant, in one line. */
final class UsageText {
  private static final String DASHES = "; before a message that begins with a dash, write --";

  private UsageText() {}

  static String of(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (e instanceof MissingParameterException missing
        && missing.getMissing().getFirst() instanceof OptionSpec option) {
      return option.longestName()
          + " needs a value: "
          + option.longestName()
          + " "
          + option.paramLabel();
    }
    if (e.getArgSpec() instanceof OptionSpec option) {
      return ofOption(option, Reasons.of(e));
    }
    return decapitalized(Reasons.of(e));
  }

  private static String ofOption(OptionSpec option, String message) {
    int quoted = message.indexOf("'" + option.longestName() + "'");
    int colon = message.indexOf(": ", quoted);
    return quoted >= 0 && colon >= 0
        ? option.longestName() + message.substring(colon)
        : decapitalized(message);
  }

  private static String unmatched(UnmatchedArgumentException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String word = e.getUnmatched().getFirst();
    if (e.isUnknownOption()) {
      String name = word.split("=", 2)[0];
      String habit = NcHabits.of(name);
      if (habit != null) {
        return "unknown option " + name + "; " + habit;
      }
      String advice = advice(name, command, command.optionsMap().keySet(), "");
      return "unknown option " + name + advice + (takesWords(command) ? DASHES : "");
    }
    if (command.subcommands().isEmpty()) {
      return "one argument too many: " + word + advice(word, command, Set.of(), "");
    }
    String before = command.qualifiedName() + " ";
    String below = below(word, command);
    if (!below.isEmpty()) {
      return "unknown command " + word + ": did you mean " + below + "?";
    }
    return "unknown command "
        + word
        + advice(word, command, command.subcommands().keySet(), before);
  }

  /** The command of that name that another command has; empty if there is none. */
  private static String below(String word, CommandSpec command) {
    return command.subcommands().values().stream()
        .map(other -> other.getSubcommands().get(word))
        .filter(Objects::nonNull)
        .map(found -> found.getCommandSpec().qualifiedName())
        .findFirst()
        .orElse("");
  }

  private static boolean takesWords(CommandSpec command) {
    return command.positionalParameters().stream()
        .anyMatch(parameter -> parameter.arity().isVariable());
  }

  private static String advice(String word, CommandSpec command, Set<String> known, String before) {
    List<String> near = NearWords.of(word, known);
    String meant =
        near.isEmpty()
            ? ""
            : near.stream().map(before::concat).collect(joining(" or ", ": did you mean ", "?"));
    return meant + rest(command, known, meant.isEmpty());
  }

  /** What else there is: few names are said, many are said to be in the help. */
  private static String rest(CommandSpec command, Set<String> known, boolean needed) {
    boolean below = command.parent() != null && known.equals(command.subcommands().keySet());
    if (below && !known.isEmpty()) {
      return " (there are " + String.join(", ", known) + ")";
    }
    return needed ? " (" + command.qualifiedName() + " --help shows what there is)" : "";
  }

  private static String decapitalized(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }
}
