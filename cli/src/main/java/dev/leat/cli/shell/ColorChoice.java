package dev.leat.cli.shell;

/** When colours are used. */
public enum ColorChoice {
  /** On a terminal, unless {@code NO_COLOR} is set. */
  AUTO,
  ALWAYS,
  NEVER;

  @Override
  public String toString() {
    return switch (this) {
      case AUTO -> "auto";
      case ALWAYS -> "always";
      case NEVER -> "never";
    };
  }
}
