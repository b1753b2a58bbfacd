package dev.leat.cli.feed;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** Bytes to be read: a file, or standard input. */
interface Input {
  /** What people know it by. */
  String name();

  /**
   * The producer that it is for a stored stream, the same whenever it is fed; {@link
   * History#NOBODY} if it is not known again.
   */
  default long producer() throws IOException {
    return History.NOBODY;
  }

  /** Opens it at its start. */
  ReadableByteChannel open() throws IOException;
}
