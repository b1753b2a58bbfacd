package dev.leat.net;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/** Puts {@link SocketOptions} into force. */
final class SocketSetup {
  private SocketSetup() {}

  static void apply(SocketOptions options, SocketChannel channel) throws IOException {
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      applyTcp(options, channel);
    }
    if (options.sendBuffer() > 0) {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
    }
    applyReceiveBuffer(options, channel);
  }

  private static void applyTcp(SocketOptions options, SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, options.noDelay());
    KeepAlive keepAlive = options.keepAlive();
    if (keepAlive != null) {
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      setIfKnown(channel, ExtendedSocketOptions.TCP_KEEPIDLE, seconds(keepAlive.idle()));
      setIfKnown(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds(keepAlive.interval()));
      setIfKnown(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, keepAlive.count());
    }
    if (options.linger() != null) {
      channel.setOption(StandardSocketOptions.SO_LINGER, seconds(options.linger()));
    }
  }

  /**
   * Also for a listening socket, whose connections inherit it: after the handshake it would be too
   * late for the window's scale.
   */
  static void applyReceiveBuffer(SocketOptions options, NetworkChannel channel) throws IOException {
    if (options.receiveBuffer() > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
    }
  }

  /** The times of keepalive are the system's to offer. */
  private static <T> void setIfKnown(SocketChannel channel, SocketOption<T> option, T value)
      throws IOException {
    if (channel.supportedOptions().contains(option)) {
      channel.setOption(option, value);
    }
  }

  private static int seconds(java.time.Duration duration) {
    return (int) Math.min(Integer.MAX_VALUE, duration.toSeconds());
  }
}
