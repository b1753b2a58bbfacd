package dev.leat.cli;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/** How the help of a command looks: its own options first, those of every command last. */
final class HelpLayout {
  private static final List<String> ORDER =
      List.of(
          UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST,
          UsageMessageSpec.SECTION_KEY_FOOTER_HEADING,
          UsageMessageSpec.SECTION_KEY_FOOTER);

  private static final Set<String> PRINTING =
      Set.of("leat", "connect", "listen", "send", "hub", "address", "info", "verify", "dump");

  private HelpLayout() {}

  static void apply(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.sortOptions(false);
    usage.descriptionHeading("%n");
    usage.commandListHeading("%nCommands:%n");
    var sections = command.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING, help -> "");
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::options);
    sections.put(
        UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
        help -> help.parameterList().isEmpty() ? "" : "\n");
    command.setHelpSectionMap(sections);
    command.setHelpSectionKeys(ORDER);
    command.getSubcommands().values().forEach(HelpLayout::apply);
  }

  private static String options(Help help) {
    return section(help, "\nOptions:\n", option -> !isEverywhere(option))
        + help.optionListGroupSections()
        + section(help, "\nEverywhere:\n", HelpLayout::isEverywhere);
  }

  /** Whether a command prints something that can be JSON; only their help says so. */
  static boolean hasMeaning(OptionSpec option, String command) {
    return !option.longestName().equals("--json") || PRINTING.contains(command);
  }

  private static String section(Help help, String heading, Predicate<OptionSpec> wanted) {
    List<OptionSpec> options =
        help.commandSpec().options().stream()
            .filter(option -> option.group() == null && !option.hidden())
            .filter(wanted)
            .filter(option -> hasMeaning(option, help.commandSpec().name()))
            .toList();
    return options.isEmpty() ? "" : heading + help.optionListExcludingGroups(options);
  }

  /** Whether every command has it. */
  static boolean isEverywhere(OptionSpec option) {
    return option.scopeType() == ScopeType.INHERIT || option.usageHelp() || option.versionHelp();
  }
}
