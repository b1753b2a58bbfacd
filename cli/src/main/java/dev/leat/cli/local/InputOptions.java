package dev.leat.cli.local;

import picocli.CommandLine.Option;

/** What becomes of standard input. */
public final class InputOptions {
  @Option(names = "--no-stdin", description = "Do not read standard input.")
  private boolean noStdin;

  @Option(
      names = "--no-shutdown",
      description = "Keep our side of the connection open when standard input ends.")
  private boolean noShutdown;

  /** Whether standard input is read. */
  public boolean read() {
    return !noStdin;
  }

  /** Whether its end ends our side of the connection. */
  public boolean endsOutput() {
    return !noShutdown;
  }
}
