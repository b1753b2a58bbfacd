package dev.leat.cli;

import dev.leat.cli.shell.Standards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/**
 * How the help of a command looks: examples first, then its own options, those that many commands
 * have after them, those of every command last. Asked for with {@code -h} it only names what is not
 * the command's own.
 */
final class HelpLayout {
  /** In a description: the framing where none is given. */
  static final String STANDARD_FRAMING = "{framing}";

  private static final String EXAMPLES = "Examples";
  private static final int WIDTH = 80;

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
          UsageMessageSpec.SECTION_KEY_OPTION_LIST);

  private static final List<String> FOOTER =
      List.of(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING, UsageMessageSpec.SECTION_KEY_FOOTER);

  /** Groups of options that many commands have. */
  private static final Set<String> COMMON =
      Set.of("How many clients", "Messages on the wire", "TLS, for tls:// endpoints");

  private static final Set<String> PRINTING =
      Set.of("leat", "connect", "listen", "send", "hub", "address");

  private static final Set<String> CONNECTING = Set.of("connect", "send");
  private static final Set<String> SERVING = Set.of("feed", "listen", "replay");
  private static final Set<String> FOR_CLIENTS = Set.of("--tls-ca", "--tls-insecure");
  private static final Set<String> FOR_SERVERS = Set.of("--tls-self-signed", "--tls-client-ca");

  private HelpLayout() {}

  /**
   * @param brief whether only the command's own options are explained
   */
  static void apply(CommandLine command, boolean brief) {
    CommandSpec spec = command.getCommandSpec();
    spec.mixinStandardHelpOptions(true).versionProvider(new Version());
    leaveOutDatagrams(spec);
    UsageMessageSpec usage = spec.usageMessage();
    usage.sortOptions(false);
    usage.descriptionHeading("%n");
    usage.commandListHeading("%nCommands:%n");
    var sections = command.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING, help -> "");
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> options(help, brief));
    sections.put(
        UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
        help -> help.parameterList().isEmpty() ? "" : "\n");
    command.setHelpSectionMap(sections);
    command.setHelpSectionKeys(order(usage));
    command.getSubcommands().values().forEach(subcommand -> apply(subcommand, brief));
  }

  private static List<String> order(UsageMessageSpec usage) {
    List<String> keys = new ArrayList<>(ORDER);
    boolean examples = usage.footerHeading() != null && usage.footerHeading().contains(EXAMPLES);
    int place =
        examples ? keys.indexOf(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING) : keys.size();
    keys.addAll(place, FOOTER);
    return keys;
  }

  private static void leaveOutDatagrams(CommandSpec spec) {
    if (!(spec.userObject() instanceof Standards standards) || standards.takesDatagrams()) {
      return;
    }
    for (PositionalParamSpec parameter : List.copyOf(spec.positionalParameters())) {
      String[] description =
          Arrays.stream(parameter.description())
              .filter(line -> !line.contains("udp://"))
              .toArray(String[]::new);
      spec.remove(parameter);
      spec.addPositional(parameter.toBuilder().description(description).build());
    }
  }

  private static String options(Help help, boolean brief) {
    CommandSpec command = help.commandSpec();
    var text = new StringBuilder(section(help, "\nOptions:\n", ungrouped(command, false)));
    List<OptionSpec> common = new ArrayList<>();
    for (ArgGroupSpec group : groups(command)) {
      if (brief && COMMON.contains(title(group))) {
        common.addAll(options(group));
      } else {
        text.append(section(help, "\n" + title(group) + ":\n", options(group)));
      }
    }
    List<OptionSpec> everywhere = ungrouped(command, true);
    if (!brief || command.parent() == null) {
      return text + section(help, "\nEverywhere:\n", everywhere);
    }
    common.addAll(everywhere);
    return text
        + "\nAlso, explained by "
        + command.qualifiedName()
        + " --help:\n"
        + names(common.stream().filter(option -> hasMeaning(option, command)).toList());
  }

  /** The options that are in no group: those of every command, or the others. */
  static List<OptionSpec> ungrouped(CommandSpec command, boolean everywhere) {
    return command.options().stream()
        .filter(option -> option.group() == null && isEverywhere(option) == everywhere)
        .toList();
  }

  /** All groups of options, each before those within it. */
  static List<ArgGroupSpec> groups(CommandSpec command) {
    return command.argGroups().stream()
        .flatMap(group -> Stream.concat(Stream.of(group), group.subgroups().stream()))
        .sorted(Comparator.comparingInt(ArgGroupSpec::order))
        .toList();
  }

  /** The options of a group: in their order, where they have one. */
  static List<OptionSpec> options(ArgGroupSpec group) {
    return group.options().stream().sorted(Comparator.comparingInt(OptionSpec::order)).toList();
  }

  /** What stands above a group, without its colon. */
  static String title(ArgGroupSpec group) {
    String heading = group.heading() == null ? "" : group.heading().replace("%n", "");
    return heading.endsWith(":") ? heading.substring(0, heading.length() - 1) : heading;
  }

  /** Whether an option does something in a command; only then its help says so. */
  static boolean hasMeaning(OptionSpec option, CommandSpec command) {
    String name = option.longestName();
    CommandSpec parent = command.parent();
    boolean serves =
        SERVING.contains(command.name()) || (parent != null && parent.name().equals("serve"));
    return !option.hidden()
        && !(name.equals("--json") && !PRINTING.contains(command.name()))
        && !(name.equals("--message-timeout") && command.name().equals("record"))
        && !(FOR_SERVERS.contains(name) && CONNECTING.contains(command.name()))
        && !(FOR_CLIENTS.contains(name) && serves);
  }

  /** What it does in this command. */
  static String[] description(OptionSpec option, CommandSpec command) {
    if (option.usageHelp()) {
      return new String[] {"Explain the command: -h what is its own, --help all of it."};
    }
    String framing =
        command.userObject() instanceof Standards standards ? standards.framingText() : "lines";
    return Arrays.stream(option.description())
        .map(line ->
            line.replace(STANDARD_FRAMING, framing)
                .replace("${DEFAULT-VALUE}", option.defaultValueString()))
        .toArray(String[]::new);
  }

  private static String section(Help help, String heading, List<OptionSpec> candidates) {
    CommandSpec command = help.commandSpec();
    List<OptionSpec> options =
        candidates.stream()
            .filter(option -> hasMeaning(option, command))
            .map(option -> explained(option, command))
            .toList();
    return options.isEmpty() ? "" : heading + help.optionListExcludingGroups(options);
  }

  /** A copy, which has no command any more that would resolve the variables in its names. */
  private static OptionSpec explained(OptionSpec option, CommandSpec command) {
    return option.toBuilder()
        .names(option.names())
        .description(description(option, command))
        .build();
  }

  /** In lines of the help's width. */
  private static String names(List<OptionSpec> options) {
    var text = new StringBuilder();
    var line = new StringBuilder(" ");
    for (OptionSpec option : options) {
      String name = option.longestName();
      if (line.length() + 1 + name.length() > WIDTH) {
        text.append(line).append('\n');
        line.setLength(1);
      }
      line.append(' ').append(name);
    }
    return text.append(line).append('\n').toString();
  }

  /** Whether every command has it. */
  static boolean isEverywhere(OptionSpec option) {
    return option.scopeType() == ScopeType.INHERIT || option.usageHelp() || option.versionHelp();
  }
}
