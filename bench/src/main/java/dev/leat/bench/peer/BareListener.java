package dev.leat.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A JVM that listens and does nothing else: the least that a command in Java takes to start. */
public final class BareListener {
  private BareListener() {}

  /** Called with the port. */
  public static void main(String[] arguments) throws IOException {
    try (ServerSocket listener =
        new ServerSocket(Integer.parseInt(arguments[0]), 50, InetAddress.getLoopbackAddress())) {
      while (true) {
        listener.accept().close();
      }
    }
  }
}
