package dev.leat.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the system for each socket. For Unix-domain sockets only the buffers, the
 * backlog and {@code fileMode} have a meaning.
 *
 * @param noDelay small writes go out at once (TCP_NODELAY)
 * @param keepAlive when a silent peer is asked whether it is there; null for never
 * @param linger how long closing waits for what is unsent, in whole seconds (SO_LINGER); zero
 *     resets the connection; null leaves it to the system, which sends what is left in the
 *     background
 * @param sendBuffer bytes the system holds for sending (SO_SNDBUF); 0 leaves it to the system,
 *     which lets it grow to some 4 MB for a client that does not read
 * @param receiveBuffer bytes the system holds for receiving (SO_RCVBUF); 0 leaves it to the system
 * @param backlog connections that may wait to be accepted; at least 1; the system may lower it
 *     (net.core.somaxconn)
 * @param fileMode who may connect to a Unix-domain socket: the permissions of its file as chmod has
 *     them, 0 to 0777. To connect one needs to be allowed to write
 */
public record SocketOptions(
    boolean noDelay,
    @Nullable KeepAlive keepAlive,
    @Nullable Duration linger,
    int sendBuffer,
    int receiveBuffer,
    int backlog,
    int fileMode) {
  private static final SocketOptions STANDARD =
      new SocketOptions(true, KeepAlive.standard(), null, 0, 0, 1024, 0600);

  /** Checks the ranges. */
  public SocketOptions {
    if (sendBuffer < 0 || receiveBuffer < 0) {
      throw new IllegalArgumentException(
          "buffer sizes cannot be negative: " + sendBuffer + ", " + receiveBuffer);
    }
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog must be at least 1, not " + backlog);
    }
    if (linger != null && (linger.isNegative() || linger.toSeconds() > 65535)) {
      throw new IllegalArgumentException("linger must be from 0 to 65535 seconds, not " + linger);
    }
    if (fileMode < 0 || fileMode > 0777) {
      throw new IllegalArgumentException(
          "the file mode must be from 0 to 777 (octal), not " + Integer.toOctalString(fileMode));
    }
  }

  /**
   * No delay, keepalive as standard, a backlog of 1,024, a Unix-domain socket for its owner alone
   * (0600), the rest left to the system.
   */
  public static SocketOptions standard() {
    return STANDARD;
  }

  /** The same, small writes going out at once or not. */
  public SocketOptions noDelay(boolean on) {
    return new SocketOptions(on, keepAlive, linger, sendBuffer, receiveBuffer, backlog, fileMode);
  }

  /** The same with another keepalive; null for none. */
  public SocketOptions keepAlive(@Nullable KeepAlive times) {
    return new SocketOptions(noDelay, times, linger, sendBuffer, receiveBuffer, backlog, fileMode);
  }

  /** The same with another linger; null leaves it to the system. */
  public SocketOptions linger(@Nullable Duration time) {
    return new SocketOptions(
        noDelay, keepAlive, time, sendBuffer, receiveBuffer, backlog, fileMode);
  }

  /** The same with another send buffer, in bytes. */
  public SocketOptions sendBuffer(int bytes) {
    return new SocketOptions(noDelay, keepAlive, linger, bytes, receiveBuffer, backlog, fileMode);
  }

  /** The same with another receive buffer, in bytes. */
  public SocketOptions receiveBuffer(int bytes) {
    return new SocketOptions(noDelay, keepAlive, linger, sendBuffer, bytes, backlog, fileMode);
  }

  /** The same with another backlog. */
  public SocketOptions backlog(int connections) {
    return new SocketOptions(
        noDelay, keepAlive, linger, sendBuffer, receiveBuffer, connections, fileMode);
  }

  /** The same with other permissions for the file of a Unix-domain socket: {@code 0660}. */
  public SocketOptions fileMode(int mode) {
    return new SocketOptions(noDelay, keepAlive, linger, sendBuffer, receiveBuffer, backlog, mode);
  }
}
