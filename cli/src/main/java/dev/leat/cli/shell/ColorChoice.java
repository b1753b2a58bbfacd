package dev.leat.cli.shell;

/** When colours are used. */
public enum ColorChoice {
  /** On a terminal, unless {@code NO_COLOR} is set. */
  AUTO,
  ALWAYS,
  NEVER
}
