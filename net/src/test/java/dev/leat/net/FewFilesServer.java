package dev.leat.net;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/**
 * An echo server that says on its standard output what happens to it, for a test that starts it
 * with few file descriptors. It ends with its standard input.
 */
final class FewFilesServer {
  private FewFilesServer() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    try (var server =
        Server.at("127.0.0.1:0").framing(Framing.lines()).events(new Told(out)).bind()) {
      out.println("port " + server.port());
      server.start(connection -> connection.answer((message, replies) -> replies.send(message)));
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  private record Told(PrintStream out) implements ServerEvents {
    @Override
    public void acceptFailed(IOException failure, Duration retryIn) {
      out.println("accept failed " + failure.getMessage());
    }
  }
}
