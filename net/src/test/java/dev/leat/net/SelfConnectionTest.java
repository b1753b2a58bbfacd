package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(120)
@EnabledOnOs(OS.LINUX)
class SelfConnectionTest {
  /** Enough for the system to come to any port of those that it gives. */
  private static final int MOST_TRIES = 200_000;

  @Test
  void whoMeetsItselfHasFoundNobody() throws Exception {
    InetSocketAddress nobody = nobody();
    int tries = 1;
    while (!meetsItself(nobody)) {
      assertThat(tries++).isLessThan(MOST_TRIES);
    }
    System.out.println("tries " + tries + " " + nobody);
    for (int i = 0; i < 2 * tries; i++) {
      assertThatThrownBy(() -> Client.connect("127.0.0.1:" + nobody.getPort(), Framing.lines()))
          .isInstanceOf(ConnectFailed.class)
          .hasMessageContaining("connection refused");
    }
  }

  /**
   * A port that the system gives to those who connect, and where nobody listens. It gives them the
   * even ones first, the odd ones to those who listen.
   */
  private static InetSocketAddress nobody() throws IOException {
    InetAddress local = InetAddress.getLoopbackAddress();
    while (true) {
      try (var free = new ServerSocket(0, 1, local);
          var even = new ServerSocket(free.getLocalPort() - 1, 1, local)) {
        if (even.getLocalPort() % 2 == 0) {
          return new InetSocketAddress(local, even.getLocalPort());
        }
      } catch (BindException e) {
        // Somebody has it: another.
      }
    }
  }

  private static boolean meetsItself(InetSocketAddress address) throws IOException {
    try (var channel = SocketChannel.open(address)) {
      return channel.getLocalAddress().equals(address);
    } catch (ConnectException e) {
      return false;
    }
  }
}
