package dev.leat.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of a command, made of what its {@code --help} is made of, in roff with man(7)'s
 * macros.
 */
final class ManPage {
  private final CommandSpec command;
  private final UsageMessageSpec usage;
  private final StringBuilder roff = new StringBuilder();

  private ManPage(CommandSpec command) {
    this.command = command;
    this.usage = command.usageMessage();
  }

  /** The page's name, which is its file's name before {@code .1}: {@code leat-serve-echo}. */
  static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /** The page's source. */
  static String of(CommandSpec command) {
    var page = new ManPage(command);
    page.write();
    return page.roff.toString();
  }

  private void write() {
    String name = name(command);
    macro("TH", name.toUpperCase(Locale.ROOT), "1", "", "Leat", "");
    macro("SH", "NAME");
    text(name + " - " + String.join(" ", summary()));
    macro("SH", "SYNOPSIS");
    for (String line : usage.customSynopsis()) {
      text(line);
    }
    macro("SH", "DESCRIPTION");
    lines(usage.description());
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      item(parameter.paramLabel(), parameter.description());
    }
    commands();
    options();
    footer();
  }

  private String[] summary() {
    String[] header = usage.header();
    String[] summary = header.length > 0 ? header : usage.description();
    return summary.length > 0 ? new String[] {summary[0]} : summary;
  }

  private void commands() {
    if (command.subcommands().isEmpty()) {
      return;
    }
    macro("SH", "COMMANDS");
    command
        .subcommands()
        .forEach((name, line) -> item(name, new ManPage(line.getCommandSpec()).summary()));
  }

  private void options() {
    macro("SH", "OPTIONS");
    HelpLayout.ungrouped(command, false).forEach(this::option);
    HelpLayout.groups(command)
        .forEach(group -> {
          macro("SS", HelpLayout.title(group));
          HelpLayout.options(group).forEach(this::option);
        });
    macro("SS", "Everywhere");
    HelpLayout.ungrouped(command, true).forEach(this::option);
  }

  private void option(OptionSpec option) {
    if (HelpLayout.hasMeaning(option, command)) {
      String value = option.arity().max() > 0 ? "=" + option.paramLabel() : "";
      item(String.join(", ", option.names()) + value, HelpLayout.description(option, command));
    }
  }

  private void footer() {
    if (usage.footer().length > 0) {
      String heading = usage.footerHeading().replace("%n", "").replace(":", "");
      macro("SH", heading.isEmpty() ? "NOTES" : heading.toUpperCase(Locale.ROOT));
      lines(usage.footer());
    }
    if (command.parent() != null) {
      macro("SH", "SEE ALSO");
      text(name(command.parent()) + "(1)");
    }
  }

  /** Lines that are set apart by spaces, as examples are, stay as they are; others are text. */
  private void lines(String... lines) {
    boolean verbatim = false;
    for (String line : lines) {
      if (line.startsWith("  ") != verbatim) {
        verbatim = !verbatim;
        macro(verbatim ? "nf" : "fi");
      }
      if (line.isEmpty()) {
        macro("PP");
      } else {
        text(line);
      }
    }
    if (verbatim) {
      macro("fi");
    }
  }

  private void item(String what, String... description) {
    macro("TP");
    roff.append(".B \"").append(escaped(what)).append("\"\n");
    Arrays.stream(description).forEach(this::sentence);
  }

  /** Each on a line of its own. */
  private void sentence(String line) {
    text(line);
    macro("br");
  }

  private void macro(String name, String... arguments) {
    roff.append('.').append(name);
    for (String argument : arguments) {
      roff.append(" \"").append(escaped(argument)).append('"');
    }
    roff.append('\n');
  }

  private void text(String line) {
    String escaped = escaped(line);
    // A line that begins with a dot or an apostrophe would be a command.
    boolean command = escaped.startsWith(".") || escaped.startsWith("'");
    roff.append(command ? "\\&" : "").append(escaped).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("%%", "%")
        .replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("\"", "\\(dq")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti");
  }
}
