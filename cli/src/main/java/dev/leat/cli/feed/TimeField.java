package dev.leat.cli.feed;

import dev.leat.cli.pace.Speed;
import dev.leat.cli.shell.UsageError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where messages say themselves when they are due.
 *
 * @param name of the field, or of the column
 * @param speed how fast their time goes by
 * @param form in which they are written
 */
record TimeField(String name, Speed speed, Form form) {

  /** How a message says what its fields are. */
  enum Form {
    /** Values in columns; the line before the first names these. */
    CSV,
    /** An object of JSON. */
    JSON;

    /** Messages at the start of a file that are not for themselves. */
    int headerLines() {
      return this == CSV ? 1 : 0;
    }
  }

  /** Looks into a file: one that begins with a brace holds JSON. */
  static Form form(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageError(
          "--time-field looks at a file before it is fed, and %s is none".formatted(file));
    }
    ByteBuffer start = ByteBuffer.allocate(4 << 10);
    try (ReadableByteChannel content = new FileInput(file).open()) {
      while (start.hasRemaining() && content.read(start) >= 0) {}
    }
    start.flip();
    while (start.hasRemaining()) {
      byte b = start.get();
      if (b > ' ') {
        return b == '{' ? Form.JSON : Form.CSV;
      }
      if (b < 0) {
        break; // a letter, or a byte order mark
      }
    }
    return Form.CSV;
  }

  /**
   * Finds out now whether the first message of each has its time, and not when a client has come.
   *
   * @throws IOException if not
   */
  void check(List<FileInput> files, Reading reading) throws IOException {
    for (FileInput file : files) {
      try (var supply =
          new ReadSupply(List.of(file), reading, null, new TimeField(name, Speed.MAX, form))) {
        supply.checkFirst();
      }
    }
  }
}
