package dev.leat.cli.shell;

/**
 * A command that could not do its work: status 1. Its message is the one line that people see: what
 * failed, on which endpoint or file, and what to try.
 */
public final class Failure extends Exception {

  public Failure(String message) {
    super(message);
  }

  /**
   * @param cause shown with {@code -vv}
   */
  public Failure(String message, Throwable cause) {
    super(message, cause);
  }
}
