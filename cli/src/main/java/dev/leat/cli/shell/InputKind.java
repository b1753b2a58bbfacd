package dev.leat.cli.shell;

/** What stands behind standard input. */
public enum InputKind {
  /** Somebody who types. */
  TERMINAL,
  /** A pipe, a file or a socket: data to be taken. */
  DATA,
  /** Nothing: {@code /dev/null}, or closed. */
  NONE
}
