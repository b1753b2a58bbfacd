package dev.leat.cli.docs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ports that pages name, for one test at a time on this machine. A test skips where another
 * program has one of them.
 */
final class FixedPorts implements AutoCloseable {
  /** Those that need not be named. */
  private static final List<Integer> STANDARD = List.of(9999, 1234, 8000, 31337);

  private static final Pattern NUMBER = Pattern.compile("\\b[1-9][0-9]{3,4}\\b");

  private final FileChannel lock;

  private FixedPorts(FileChannel lock) {
    this.lock = lock;
  }

  /** Waits until no other test uses such ports. */
  static FixedPorts of(List<String> commands) throws IOException {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "leat-fixed-ports.lock");
    FileChannel lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    lock.lock(); // given back when the channel is closed
    for (int port : ports(commands)) {
      if (!free(port)) {
        lock.close();
        assumeTrue(false, "another program has port " + port + ", which the page names");
      }
    }
    return new FixedPorts(lock);
  }

  private static Iterable<Integer> ports(List<String> commands) {
    var ports = new TreeSet<>(STANDARD);
    for (String command : commands) {
      Matcher numbers = NUMBER.matcher(command);
      while (numbers.find()) {
        int number = Integer.parseInt(numbers.group());
        if (number < 32_768) { // above, the system gives ports to whoever connects
          ports.add(number);
        }
      }
    }
    return ports;
  }

  private static boolean free(int port) throws IOException {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (java.net.BindException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
