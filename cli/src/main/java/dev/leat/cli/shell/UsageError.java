package dev.leat.cli.shell;

/**
 * A command that was asked for something that makes no sense: status 2. Its message is the one line
 * that people see: what is wrong, and what would be right.
 */
public final class UsageError extends RuntimeException {

  public UsageError(String message) {
    super(message);
  }
}
