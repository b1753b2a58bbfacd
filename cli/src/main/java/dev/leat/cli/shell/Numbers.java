package dev.leat.cli.shell;

import picocli.CommandLine.TypeConversionException;

/** Whole numbers on the command line. */
public final class Numbers {
  private Numbers() {}

  /** Reads one; picocli's own words for a failure are about Java's types. */
  public static long parse(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    }
  }
}
