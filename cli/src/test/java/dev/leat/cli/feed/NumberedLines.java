package dev.leat.cli.feed;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines of 100 bytes and some that begin with their number, so that a gap is seen. */
final class NumberedLines {
  private static final byte[] FILLING = "x".repeat(200).getBytes(StandardCharsets.US_ASCII);

  private NumberedLines() {}

  /** Writes at least so many bytes of them. */
  static void write(Path file, long bytes) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      long written = 0;
      for (int i = 0; written < bytes; i++) {
        byte[] number = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
        int filling = 50 + i * 31 % 100;
        out.write(number);
        out.write(' ');
        out.write(FILLING, 0, filling);
        out.write('\n');
        written += number.length + filling + 2;
      }
    }
  }
}
