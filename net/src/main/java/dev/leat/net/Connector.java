package dev.leat.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connects to an endpoint, once or again. */
final class Connector {
  private static final String NO_NAME =
      "a socket file has no host name that a certificate could be for:"
          + " say which certificate or authority is trusted";

  private final Endpoint endpoint;
  private final ConnectionOptions options;
  private final Resources resources;
  private final @Nullable TlsContext tls;

  Connector(Endpoint endpoint, ConnectionOptions options, Resources resources) {
    this.endpoint = endpoint;
    this.options = options;
    this.resources = resources;
    this.tls = endpoint.transport().isSecured() ? TlsContext.ofClient(options.tls()) : null;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Tries the addresses one after the other, until one answers. */
  Connection connect() throws IOException {
    prepareTls();
    IOException failure = null;
    for (Opening opening : openings()) {
      try {
        long start = System.nanoTime();
        return ready(wire(opening.open()), start);
      } catch (TlsFailed | ConnectionInterrupted e) {
        throw e;
      } catch (ClosedByInterruptException e) {
        throw new ConnectionInterrupted(endpoint, e);
      } catch (IOException e) {
        failure = first(failure, e);
      }
    }
    throw explained(failure);
  }

  private void prepareTls() throws ConnectFailed {
    try {
      if (tls != null) {
        if (endpoint.transport().isFile() && !tls.tls().saysWhomToTrust()) {
          throw new IOException(NO_NAME);
        }
        tls.prepare();
      }
    } catch (IOException e) {
      throw new ConnectFailed(endpoint, Causes.text(e), e);
    }
  }

  /** A connection for use, within what is left of the time to connect. */
  private Connection ready(Wire wire, long start) throws IOException {
    var connection = new Connection(wire, options, resources);
    try {
      connection.open(left(start));
      return connection;
    } catch (IOException e) {
      connection.abortQuietly();
      throw e;
    }
  }

  private Duration left(long start) {
    Duration limit = options.timeouts().connect();
    if (limit.isZero()) {
      return limit;
    }
    Duration left = limit.minusNanos(System.nanoTime() - start);
    return left.isPositive() ? left : Duration.ofNanos(1);
  }

  /** One way to a socket that is connected. */
  private interface Opening {
    SocketChannel open() throws IOException;
  }

  private List<Opening> openings() throws ConnectFailed {
    return switch (endpoint.transport()) {
      case UNIX, TLS_UNIX -> List.of(this::openFile);
      case TCP, TLS ->
          addresses().stream().<Opening>map(address -> () -> openPort(address)).toList();
      case UDP, MEMORY ->
          throw new IllegalArgumentException(
              endpoint.transport()
                  + " has no connections: "
                  + endpoint
                  + (endpoint.transport() == Transport.UDP ? " (UdpSocket sends datagrams)" : ""));
    };
  }

  private List<InetSocketAddress> addresses() throws ConnectFailed {
    try {
      // Every interface, for one who connects, is this machine.
      return (endpoint.everyInterface() ? endpoint.host(Endpoint.LOCALHOST) : endpoint).addresses();
    } catch (UnknownHostException e) {
      throw new ConnectFailed(endpoint, Causes.text(e), e);
    }
  }

  private Wire wire(SocketChannel channel) throws IOException {
    try {
      return Wiring.connected(channel, endpoint, tls, resources);
    } catch (IOException | RuntimeException e) {
      Cleanup.close(channel, e);
      throw e;
    }
  }

  private SocketChannel openFile() throws IOException {
    return FileConnect.to(endpoint.path(), options.socket(), options.timeouts().connect());
  }

  private SocketChannel openPort(InetSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      SocketSetup.apply(options.socket(), channel);
      Duration limit = options.timeouts().connect();
      // The socket view of the channel is what can wait for a limited time.
      channel.socket().connect(address, (int) Math.min(Integer.MAX_VALUE, ceilMillis(limit)));
      ensureOther(channel);
      return channel;
    } catch (IOException | RuntimeException e) {
      Cleanup.close(channel, e);
      throw e;
    }
  }

  /**
   * Who connects again and again to a port of this machine where nobody listens meets itself in the
   * end: the system gives the socket that very port for its own, and both ends open at once (RFC
   * 9293, section 3.5). Nobody listens there all the same.
   */
  static void ensureOther(SocketChannel channel) throws IOException {
    if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
      throw new ConnectException("Connection refused");
    }
  }

  /** Zero, which means no limit, stays zero; less than a millisecond is one. */
  private static long ceilMillis(Duration duration) {
    return Durations.nanos(duration) / 1_000_000
        + (duration.toNanosPart() % 1_000_000 == 0 ? 0 : 1);
  }

  private static IOException first(@Nullable IOException earlier, IOException failure) {
    if (earlier == null) {
      return failure;
    }
    earlier.addSuppressed(failure);
    return earlier;
  }

  private ConnectionException explained(@Nullable IOException failure) {
    if (failure instanceof SocketTimeoutException) {
      return new ConnectTimeout(endpoint, options.timeouts().connect(), failure);
    }
    if (failure instanceof ConnectException && Causes.text(failure).contains("refused")) {
      return new ConnectFailed(
          endpoint, "connection refused (is a server listening there?)", failure);
    }
    String why = Causes.text(failure);
    if (endpoint.transport().isFile()) {
      why += why.contains("no such file") ? " (is a server listening there?)" : "";
      why += why.contains("denied") ? " (the socket's file says who may connect)" : "";
    }
    return new ConnectFailed(endpoint, why, failure);
  }
}
