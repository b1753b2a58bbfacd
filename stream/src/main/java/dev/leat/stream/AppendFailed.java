package dev.leat.stream;

import java.io.IOException;

/**
 * A message could not be written to the stream's store, as when the disk is full. It is not in the
 * stream. The stream is as it was before, and takes messages again as soon as they can be written.
 */
public final class AppendFailed extends IOException {
  private static final long serialVersionUID = 1;

  AppendFailed(IOException cause) {
    super("the message could not be stored: " + cause.getMessage(), cause);
  }
}
