package dev.leat.cli.shell;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has, before or after its name. */
public final class GlobalOptions {
  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      order = 900,
      description = "Only errors on standard error.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      order = 901,
      description = "Says more on standard error; twice (-vv): stack traces too.")
  boolean[] verbose = {};

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      order = 902,
      description =
          "One JSON object a message on standard output: time, peer, offset, text or base64.")
  boolean json;

  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      order = 903,
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "auto, always or never. NO_COLOR in the environment means never.")
  ColorChoice color = ColorChoice.AUTO;
}
