package dev.leat.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A program that reads a store of which somebody cuts the first file short meanwhile. */
final class ShortenedFile {
  private ShortenedFile() {}

  public static void main(String[] args) throws IOException {
    PrintStream output = new PrintStream(System.out, true, UTF_8);
    Path store = Path.of(args[0]);
    try (var log = MessageLog.open(store, Framing.lines());
        var cursor = log.cursor(Start.earliest())) {
      cursor.next(); // from here on the file is mapped
      try (var data = FileChannel.open(Stores.data(store).getFirst(), StandardOpenOption.WRITE)) {
        data.truncate(0);
      }
      try {
        while (cursor.next() != null) {}
        output.println("nobody has noticed");
      } catch (IOException e) {
        output.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
      output.println("goes on: " + log.append("goes on"));
    }
  }
}
