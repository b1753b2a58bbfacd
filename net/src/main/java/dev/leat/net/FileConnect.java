package dev.leat.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Connects to a Unix-domain socket. Where a server's backlog is full the system would wait without
 * a limit, or not at all: it is asked again and again.
 */
final class FileConnect {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private FileConnect() {}

  /** Whether a failure means that the server's backlog is full. */
  static boolean isBusy(IOException failure) {
    return Causes.text(failure).contains("temporarily unavailable");
  }

  /**
   * Connects.
   *
   * @param limit zero for none
   * @throws SocketTimeoutException if the server is there, but does not accept in time
   * @throws ConnectException if nobody listens there
   */
  static SocketChannel to(Path path, SocketOptions options, Duration limit) throws IOException {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return attempt(path, options);
      } catch (IOException e) {
        if (!isBusy(e)) {
          throw e;
        }
        if (!limit.isZero() && System.nanoTime() - start > Durations.nanos(limit)) {
          throw new SocketTimeoutException("the server does not accept");
        }
      }
      pause(pause);
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
  }

  private static SocketChannel attempt(Path path, SocketOptions options) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      SocketSetup.apply(options, channel);
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.configureBlocking(true);
      channel.finishConnect();
      return channel;
    } catch (IOException | RuntimeException e) {
      Cleanup.close(channel, e);
      throw e;
    }
  }

  private static void pause(Duration pause) throws ClosedByInterruptException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }
}
