package dev.leat.net;

import static java.net.StandardSocketOptions.SO_KEEPALIVE;
import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_SNDBUF;
import static java.net.StandardSocketOptions.TCP_NODELAY;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketSetupTest {
  private SocketChannel channel;

  @BeforeEach
  void open() throws IOException {
    channel = SocketChannel.open();
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
  }

  @Test
  void theStandardIsNoDelayAndKeepalive() throws IOException {
    int sendBuffer = channel.getOption(SO_SNDBUF);
    SocketSetup.apply(SocketOptions.standard(), channel);
    assertThat(channel.getOption(TCP_NODELAY)).isTrue();
    assertThat(channel.getOption(SO_KEEPALIVE)).isTrue();
    assertThat(channel.getOption(TCP_KEEPIDLE)).isEqualTo(60);
    assertThat(channel.getOption(TCP_KEEPINTERVAL)).isEqualTo(10);
    assertThat(channel.getOption(TCP_KEEPCOUNT)).isEqualTo(6);
    assertThat(channel.getOption(SO_LINGER)).isEqualTo(-1);
    assertThat(channel.getOption(SO_SNDBUF)).isEqualTo(sendBuffer);
  }

  @Test
  void everythingElseIsPutInForceWhereAsked() throws IOException {
    SocketSetup.apply(
        SocketOptions.standard()
            .noDelay(false)
            .keepAlive(null)
            .linger(Duration.ofSeconds(3))
            .sendBuffer(100_000)
            .receiveBuffer(50_000),
        channel);
    assertThat(channel.getOption(TCP_NODELAY)).isFalse();
    assertThat(channel.getOption(SO_KEEPALIVE)).isFalse();
    assertThat(channel.getOption(SO_LINGER)).isEqualTo(3);
    // Linux doubles what is asked, for its own use.
    assertThat(channel.getOption(SO_SNDBUF)).isBetween(100_000, 200_000);
    assertThat(channel.getOption(SO_RCVBUF)).isBetween(50_000, 100_000);
  }

  @Test
  void theLongestKeepaliveIsTaken() throws IOException {
    var longest = Duration.ofSeconds(32_767);
    SocketSetup.apply(
        SocketOptions.standard().keepAlive(new KeepAlive(longest, longest, 127)), channel);
    assertThat(channel.getOption(TCP_KEEPIDLE)).isEqualTo(32_767);
  }

  @Test
  void whatCannotBeIsRefusedWithItsValue() {
    assertThatThrownBy(() -> SocketOptions.standard().backlog(0))
        .hasMessage("backlog must be at least 1, not 0");
    assertThatThrownBy(() -> SocketOptions.standard().sendBuffer(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> SocketOptions.standard().linger(Duration.ofDays(1)))
        .hasMessageContaining("PT24H");
    assertThatThrownBy(() -> new KeepAlive(Duration.ZERO, Duration.ofSeconds(1), 1))
        .hasMessageContaining("0ms, 1s, 1");
    assertThatThrownBy(() -> new KeepAlive(Duration.ofHours(10), Duration.ofSeconds(1), 1))
        .hasMessageContaining("from 1 to 32767 seconds")
        .hasMessageContaining("10h, 1s, 1");
  }
}
