package dev.leat.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Connects to a Unix-domain socket. Where a server's backlog is full the system would wait without
 * a limit, or not at all: it is asked again and again.
 */
final class FileConnect {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private FileConnect() {}

  /**
   * What the system says where a server's backlog is full: in the user's language, and with no
   * number beside it. So it is learnt from a server that accepts nobody.
   */
  private static final class Busy {
    private static final String ENGLISH = "Resource temporarily unavailable";
    private static final int MOST_TRIES = 64;
    static final String TEXT = learn();

    private static String learn() {
      try {
        Path directory = Files.createTempDirectory("leat");
        Path file = directory.resolve("full");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          server.bind(UnixDomainSocketAddress.of(file), 1);
          return textOf(UnixDomainSocketAddress.of(file));
        } finally {
          Files.deleteIfExists(file);
          Files.delete(directory);
        }
      } catch (IOException e) {
        return ENGLISH;
      }
    }

    private static String textOf(UnixDomainSocketAddress full) throws IOException {
      List<SocketChannel> clients = new ArrayList<>();
      try {
        for (int i = 0; i < MOST_TRIES; i++) {
          SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
          clients.add(client);
          client.configureBlocking(false);
          client.connect(full);
        }
        return ENGLISH; // There is no such failure on this system.
      } catch (ConnectException e) {
        return ENGLISH; // Nor here: one too many is refused.
      } catch (IOException e) {
        return Causes.text(e);
      } finally {
        for (SocketChannel client : clients) {
          client.close();
        }
      }
    }
  }

  /** Whether a failure means that the server's backlog is full. */
  static boolean isBusy(IOException failure) {
    return !(failure instanceof ConnectException) && Causes.text(failure).equals(Busy.TEXT);
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
      Durations.sleep(pause);
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
}
