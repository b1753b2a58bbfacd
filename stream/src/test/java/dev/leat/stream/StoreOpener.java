package dev.leat.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** A program that opens a store, or follows one, and says what has come of it. */
final class StoreOpener {
  private StoreOpener() {}

  public static void main(String[] args) {
    PrintStream output = new PrintStream(System.out, true, UTF_8);
    Path store = Path.of(args[1]);
    try (var log =
        args[0].equals("open")
            ? MessageLog.open(store, Framing.lines())
            : MessageLog.follow(store)) {
      output.println("it has " + log.next() + " messages");
    } catch (IOException e) {
      output.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
