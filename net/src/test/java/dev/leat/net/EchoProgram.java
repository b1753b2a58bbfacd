package dev.leat.net;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Echoes lines on the endpoint of its argument, and says on its standard output what happens, for
 * tests that need a process of its own. It ends with its standard input.
 */
final class EchoProgram {
  private EchoProgram() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    try (var server =
        Server.at(arguments[0]).framing(Framing.lines()).events(new Told(out)).bind()) {
      out.println("listening on " + server.addresses());
      server.start(connection -> connection.answer((message, replies) -> replies.send(message)));
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private record Told(PrintStream out) implements ServerEvents {
    @Override
    public void acceptFailed(IOException failure, Duration retryIn) {
      out.println("accept failed: " + failure.getMessage());
    }
  }
}
