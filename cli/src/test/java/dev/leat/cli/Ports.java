package dev.leat.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that a test closes and listens on again, or names to another program. The system gives them
 * to nobody who leaves the choice to it: what is closed stays closed until the test opens it.
 */
public final class Ports {
  private static final int FIRST = 20_000;

  /** Before the first that pages name, and before those that the system gives. */
  private static final int END = 31_000;

  private Ports() {}

  /** One that nobody has, neither for TCP nor for UDP. */
  public static int free() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      InetAddress local = InetAddress.ofLiteral("127.0.0.1");
      try (var _ = new ServerSocket(port, 1, local);
          var _ = new DatagramSocket(port, local)) {
        return port;
      } catch (BindException taken) {
        // Another will do.
      }
    }
  }
}
