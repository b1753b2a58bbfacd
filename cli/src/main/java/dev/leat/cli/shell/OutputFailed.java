package dev.leat.cli.shell;

import java.io.IOException;

/** What was to be written on standard output, or into a file, could not be. */
public final class OutputFailed extends IOException {
  private final boolean readerGone;

  private OutputFailed(String message, IOException cause, boolean readerGone) {
    super(message, cause);
    this.readerGone = readerGone;
  }

  /** What could not be written there. */
  public static OutputFailed of(String name, IOException cause) {
    String why = Reasons.of(cause);
    return new OutputFailed(
        "cannot write to " + name + ": " + why, cause, why.contains("Broken pipe"));
  }

  /**
   * Whether whoever read it has enough, as {@code head} has at some point. The command ends then,
   * and that is no failure.
   */
  public boolean readerGone() {
    return readerGone;
  }
}
