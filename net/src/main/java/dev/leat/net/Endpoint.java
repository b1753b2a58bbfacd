package dev.leat.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An address with its transport, and what holds for it alone.
 *
 * <p>Its text form is {@code tcp://host:port?name=value&name=value}, or {@code unix:/path}; {@link
 * #parse} reads it and {@link #toString} writes it.
 *
 * @param transport what carries the bytes
 * @param host a name, an IPv4 or IPv6 address without brackets, {@code localhost}, or {@code *} for
 *     every interface; for a Unix-domain socket the path of its file
 * @param port 0 to 65535; 0 asks the system for a free one when a server binds it, and stands where
 *     there are no ports
 * @param options what followed as a query, in the order written; unmodifiable
 */
public record Endpoint(Transport transport, String host, int port, Map<String, String> options) {
  /** Means 127.0.0.1 and ::1, whichever the machine has. It is never looked up. */
  static final String LOCALHOST = "localhost";

  /** Means every interface. */
  static final String EVERY_INTERFACE = "*";

  /**
   * The longest path of a Unix-domain socket, in bytes. The system has room for 108, and Java keeps
   * one of them to itself beside the zero at the end.
   */
  private static final int LONGEST_PATH = 106;

  /** Checks the port, or the length of the path, and copies the options. */
  public Endpoint {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("an endpoint needs a host, or a path");
    }
    if (transport.isFile()) {
      checkPath(host);
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
    }
    options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  private static void checkPath(String path) {
    // Path refuses what the system's encoding does not have.
    int length = Path.of(path).toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_PATH) {
      throw new IllegalArgumentException(
          "the path of a Unix-domain socket has at most %d bytes, and this one has %d: %s"
              .formatted(LONGEST_PATH, length, path));
    }
    if (path.startsWith("@")) {
      throw new IllegalArgumentException(
          "a Unix-domain socket needs a file here (abstract names are not available): " + path);
    }
  }

  /** A TCP endpoint without options. */
  public static Endpoint tcp(String host, int port) {
    return new Endpoint(Transport.TCP, host, port, Map.of());
  }

  /** The endpoint of a Unix-domain socket without options. */
  public static Endpoint unix(Path path) {
    return new Endpoint(Transport.UNIX, path.toString(), 0, Map.of());
  }

  /** The TCP endpoint of an address of the system. */
  public static Endpoint of(InetSocketAddress address) {
    return of(Transport.TCP, address);
  }

  /** The endpoint of an address of the system. */
  public static Endpoint of(Transport transport, InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    String host = ip == null ? address.getHostString() : AddressText.of(ip);
    return new Endpoint(transport, host, address.getPort(), Map.of());
  }

  /** As {@link #of}, for an address that is bound: {@code *} for every interface. */
  static Endpoint ofBound(Transport transport, InetSocketAddress address) {
    return address.getAddress().isAnyLocalAddress()
        ? new Endpoint(transport, EVERY_INTERFACE, address.getPort(), Map.of())
        : of(transport, address);
  }

  /**
   * Reads an endpoint: {@code tcp://host:port}, {@code host:port}, {@code [::1]:port}, {@code
   * *:port} for every interface, {@code :port} or {@code port} for localhost; {@code udp://} in
   * place of {@code tcp://}, or {@code unix:/path}. Each may end in {@code ?name=value&name=value},
   * where {@code %26} stands for {@code &} and {@code %25} for {@code %}; in a path {@code %3F}
   * stands for {@code ?}.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong and what would
   *     be right
   */
  public static Endpoint parse(String text) {
    return EndpointText.parse(text, null);
  }

  /**
   * As {@link #parse(String)}, but the port may be left out behind {@code tcp://} and the like:
   * {@code udp://}, {@code udp://*}.
   *
   * @param standardPort what the port then is
   */
  public static Endpoint parse(String text, ToIntFunction<Transport> standardPort) {
    return EndpointText.parse(text, standardPort);
  }

  /** The option of this name, or null. */
  public @Nullable String option(String name) {
    return options.get(name);
  }

  /** The same with these options in place of its own. */
  public Endpoint options(Map<String, String> replacement) {
    return new Endpoint(transport, host, port, replacement);
  }

  /** The same over TLS: {@code tls://} for {@code tcp://}. */
  public Endpoint secured() {
    return new Endpoint(transport.secured(), host, port, options);
  }

  /** The same with another port. */
  public Endpoint port(int replacement) {
    return new Endpoint(transport, host, replacement, options);
  }

  /** The same with another host. */
  Endpoint host(String replacement) {
    return new Endpoint(transport, replacement, port, options);
  }

  /** Whether it means every interface of the machine. */
  public boolean everyInterface() {
    return transport.hasPorts() && host.equals(EVERY_INTERFACE);
  }

  /**
   * Whether only this machine can reach it: localhost, 127.0.0.0/8, ::1 or a Unix-domain socket.
   * Nothing is looked up.
   */
  public boolean thisMachineOnly() {
    return !transport.hasPorts()
        || host.equals(LOCALHOST)
        || (isLiteral() && literal().isLoopbackAddress());
  }

  /**
   * The file of a Unix-domain socket.
   *
   * @throws IllegalStateException if the transport is another
   */
  public Path path() {
    if (!transport.isFile()) {
      throw new IllegalStateException(this + " has no path");
    }
    return Path.of(host);
  }

  /**
   * Every address that the host stands for, in the order to try them. {@code localhost} gives
   * 127.0.0.1 and ::1; {@code *} gives the wildcard address.
   *
   * @throws UnknownHostException if the name is not known
   * @throws IllegalStateException if the transport has no hosts
   */
  public List<InetSocketAddress> addresses() throws UnknownHostException {
    if (!transport.hasPorts()) {
      throw new IllegalStateException(this + " has no host");
    }
    if (everyInterface()) {
      return List.of(new InetSocketAddress(port));
    }
    if (host.equals(LOCALHOST)) {
      return List.of(socketAddress(Loopback.IPV4), socketAddress(Loopback.IPV6));
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).map(this::socketAddress).toList();
    } catch (UnknownHostException e) {
      var unknown = new UnknownHostException("no address is known for the name " + host);
      unknown.initCause(e);
      throw unknown;
    }
  }

  private InetSocketAddress socketAddress(InetAddress address) {
    return new InetSocketAddress(address, port);
  }

  private boolean isLiteral() {
    return host.indexOf(':') >= 0 || EndpointText.looksLikeIpv4(host);
  }

  private InetAddress literal() {
    return InetAddress.ofLiteral(host);
  }

  @Override
  public String toString() {
    String query =
        options.entrySet().stream()
            .map(option -> option.getKey() + "=" + EndpointText.escape(option.getValue()))
            .collect(Collectors.joining("&", options.isEmpty() ? "" : "?", ""));
    return transport + ":" + address() + query;
  }

  private String address() {
    String authority = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return switch (transport) {
      case UNIX, TLS_UNIX -> EndpointText.escapePath(host);
      case MEMORY -> "//" + authority;
      default -> "//" + authority + ":" + port;
    };
  }
}
