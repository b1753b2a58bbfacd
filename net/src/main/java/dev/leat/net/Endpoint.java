package dev.leat.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An address with its transport, and what holds for it alone.
 *
 * <p>Its text form is {@code tcp://host:port?name=value&name=value}; {@link #parse} reads it and
 * {@link #toString} writes it.
 *
 * @param transport what carries the bytes
 * @param host a name, an IPv4 or IPv6 address without brackets, {@code localhost}, or {@code *} for
 *     every interface
 * @param port 0 to 65535; 0 asks the system for a free one when a server binds it
 * @param options what followed as a query, in the order written; unmodifiable
 */
public record Endpoint(Transport transport, String host, int port, Map<String, String> options) {
  /** Means 127.0.0.1 and ::1, whichever the machine has. It is never looked up. */
  static final String LOCALHOST = "localhost";

  /** Means every interface. */
  static final String EVERY_INTERFACE = "*";

  /** Checks the port and copies the options. */
  public Endpoint {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("an endpoint needs a host");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
    }
    options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** A TCP endpoint without options. */
  public static Endpoint tcp(String host, int port) {
    return new Endpoint(Transport.TCP, host, port, Map.of());
  }

  /** The TCP endpoint of an address of the system. */
  public static Endpoint of(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    return tcp(ip == null ? address.getHostString() : AddressText.of(ip), address.getPort());
  }

  /**
   * Reads an endpoint: {@code tcp://host:port}, {@code host:port}, {@code [::1]:port}, {@code
   * *:port} for every interface, {@code :port} or {@code port} for localhost; each may end in
   * {@code ?name=value&name=value}, where {@code %26} stands for {@code &} and {@code %25} for
   * {@code %}.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong and what would
   *     be right
   */
  public static Endpoint parse(String text) {
    return EndpointText.parse(text);
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

  /** Whether it means every interface of the machine. */
  public boolean everyInterface() {
    return host.equals(EVERY_INTERFACE);
  }

  /**
   * Whether only this machine can reach it: localhost, 127.0.0.0/8 or ::1. Nothing is looked up.
   */
  public boolean thisMachineOnly() {
    return host.equals(LOCALHOST) || (isLiteral() && literal().isLoopbackAddress());
  }

  /**
   * Every address that the host stands for, in the order to try them. {@code localhost} gives
   * 127.0.0.1 and ::1; {@code *} gives the wildcard address.
   *
   * @throws UnknownHostException if the name is not known
   */
  public List<InetSocketAddress> addresses() throws UnknownHostException {
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
    String authority = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    String query =
        options.entrySet().stream()
            .map(option -> option.getKey() + "=" + EndpointText.escape(option.getValue()))
            .collect(Collectors.joining("&"));
    String address = transport == Transport.MEMORY ? authority : authority + ":" + port;
    return transport + "://" + address + (query.isEmpty() ? "" : "?" + query);
  }
}
