package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SelfConnectionTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @Test
  void whoMeetsItselfHasFoundNobody() throws Exception {
    try (var alone = SocketChannel.open()) {
      alone.bind(ANY);
      alone.connect(alone.getLocalAddress());
      assertThat(alone.isConnected()).isTrue();
      assertThatThrownBy(() -> Connector.ensureOther(alone))
          .isInstanceOf(ConnectException.class)
          .hasMessage("Connection refused");
    }
  }

  @Test
  void aServerOfTheSameMachineIsAnother() throws Exception {
    try (var server = ServerSocketChannel.open().bind(ANY);
        var client = SocketChannel.open(server.getLocalAddress())) {
      Connector.ensureOther(client);
    }
  }
}
