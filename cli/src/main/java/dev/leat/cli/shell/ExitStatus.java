package dev.leat.cli.shell;

/**
 * What a process tells its caller. A process that was ended by a signal says 128 and the signal's
 * number, as a shell expects: 130 after SIGINT, 143 after SIGTERM.
 */
public final class ExitStatus {
  /** It did what it was asked to. */
  public static final int DONE = 0;

  /** The network, a file or a peer failed it. */
  public static final int FAILED = 1;

  /** It was asked for something that makes no sense. */
  public static final int USAGE = 2;

  private ExitStatus() {}
}
