package dev.leat.cli.feed;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** Bytes to be read: a file, or standard input. */
interface Input {
  /** What people know it by. */
  String name();

  /** Opens it at its start. */
  ReadableByteChannel open() throws IOException;
}
