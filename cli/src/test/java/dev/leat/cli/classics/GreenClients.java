package dev.leat.cli.classics;

import dev.leat.net.Client;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/**
 * So many clients of the server on this port of this machine, each on a thread of its own. They say
 * their names, hear a greeting and stay until standard input ends.
 */
final class GreenClients {
  private GreenClients() {}

  public static void main(String[] arguments) throws Exception {
    String server = "127.0.0.1:" + arguments[0];
    int count = Integer.parseInt(arguments[1]);
    var greeted = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      String name = "client " + i;
      Thread.startVirtualThread(() -> talk(server, name, greeted));
    }
    greeted.await();
    System.out.println("all have been greeted");
    System.in.transferTo(OutputStream.nullOutputStream());
  }

  private static void talk(String server, String name, CountDownLatch greeted) {
    try (var connection = Client.connect(server, "delim:~")) {
      connection.send(name);
      if (("hi " + name).equals(String.valueOf(connection.receive()))) {
        greeted.countDown();
      }
      connection.receive();
    } catch (IOException e) {
      System.err.println(name + ": " + e.getMessage());
    }
  }
}
