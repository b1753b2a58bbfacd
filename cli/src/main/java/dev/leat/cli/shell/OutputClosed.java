package dev.leat.cli.shell;

import java.io.IOException;

/**
 * Whoever read our standard output has enough, as {@code head} does. The command ends, and that is
 * no failure.
 */
public final class OutputClosed extends IOException {
  OutputClosed() {
    super("standard output is closed");
  }
}
