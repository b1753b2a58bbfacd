package dev.leat.net;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text form of endpoints. */
final class EndpointText {
  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(//)?(.*)", Pattern.DOTALL);
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern NUMBERS_AND_DOTS = Pattern.compile("[0-9.]+");
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  /** Words that are reserved for transports of later versions. */
  private static final Set<String> NOT_YET = Set.of("ws", "wss", "kafka");

  private static final List<Transport> KNOWN = List.of(Transport.TCP, Transport.TLS, Transport.UDP);

  private static final List<Transport> FILES = List.of(Transport.UNIX, Transport.TLS_UNIX);

  private EndpointText() {}

  /**
   * Reads an endpoint.
   *
   * @param standardPort the port where none stands behind {@code tcp://} and the like; null if
   *     there must be one
   */
  static Endpoint parse(String text, @Nullable ToIntFunction<Transport> standardPort) {
    int question = text.indexOf('?');
    String address = question < 0 ? text : text.substring(0, question);
    Map<String, String> options =
        question < 0 ? Map.of() : parseOptions(text, text.substring(question + 1));
    var matcher = SCHEME.matcher(address);
    if (!matcher.matches()) {
      return parseAuthority(new Reading(text, Transport.TCP, options, null), address);
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    boolean slashes = matcher.group(2) != null;
    String rest = matcher.group(3);
    for (Transport transport : FILES) {
      if (scheme.equals(transport.toString())) {
        return parsePath(text, transport, slashes ? "//" + rest : rest, options);
      }
    }
    if (!slashes) { // host:port
      return parseAuthority(new Reading(text, Transport.TCP, options, null), address);
    }
    var reading = new Reading(text, transport(text, scheme), options, standardPort);
    return parseAuthority(reading, withoutSlash(text, rest));
  }

  /** What is known of an endpoint before its host and port are read. */
  private record Reading(
      String text,
      Transport transport,
      Map<String, String> options,
      @Nullable ToIntFunction<Transport> standardPort) {

    Endpoint endpoint(String host, int port) {
      return new Endpoint(transport, host, port, options);
    }

    /** With the port that is standard; if there is none, the advice is given. */
    Endpoint withoutPort(String host, String advice) {
      if (standardPort == null) {
        throw wrong(text, advice);
      }
      return endpoint(host, standardPort.applyAsInt(transport));
    }
  }

  private static Transport transport(String text, String scheme) {
    String known =
        KNOWN.stream().map(Transport::toString).collect(Collectors.joining(", ")) + " and unix are";
    if (NOT_YET.contains(scheme)) {
      throw wrong(text, scheme + " endpoints are not available in this version: " + known);
    }
    return KNOWN.stream()
        .filter(transport -> transport.toString().equals(scheme))
        .findAny()
        .orElseThrow(() -> wrong(text, "the transport " + scheme + " is not known: " + known));
  }

  private static String withoutSlash(String text, String rest) {
    String authority = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    if (authority.indexOf('/') >= 0) {
      throw wrong(text, "a path cannot follow the port");
    }
    return authority;
  }

  private static Endpoint parsePath(
      String text, Transport transport, String place, Map<String, String> options) {
    boolean slashes = place.startsWith("//");
    String rest = slashes ? place.substring(2) : place;
    if (rest.isEmpty()) {
      throw wrong(text, "the path is missing: write " + transport + ":/tmp/leat.sock");
    }
    if (slashes && !rest.startsWith("/")) {
      throw wrong(
          text,
          "after "
              + transport
              + ":// comes a path from the root: write "
              + transport
              + ":/"
              + rest);
    }
    try {
      return new Endpoint(transport, unescape(text, rest), 0, options);
    } catch (IllegalArgumentException e) {
      throw wrong(text, Causes.text(e));
    }
  }

  private static Endpoint parseAuthority(Reading reading, String authority) {
    String text = reading.text();
    if (authority.isEmpty()) {
      return reading.withoutPort(
          Endpoint.LOCALHOST, "it is empty: write host:port, or a port alone for this machine");
    }
    if (authority.startsWith("[")) {
      return parseBracketed(reading, authority);
    }
    int colon = authority.lastIndexOf(':');
    if (colon < 0) {
      return DIGITS.matcher(authority).matches()
          ? reading.endpoint(Endpoint.LOCALHOST, parsePort(text, authority))
          : reading.withoutPort(
              parseHost(text, authority), "the port is missing: write " + authority + ":9999");
    }
    String host = authority.substring(0, colon);
    if (host.indexOf(':') >= 0) {
      throw wrong(text, "an IPv6 address goes in brackets: write " + bracketAdvice(authority));
    }
    int port = parsePort(text, authority.substring(colon + 1));
    return reading.endpoint(parseHost(text, host), port);
  }

  private static Endpoint parseBracketed(Reading reading, String authority) {
    String text = reading.text();
    int close = authority.indexOf(']');
    if (close < 0) {
      throw wrong(text, "the bracket is not closed: write [::1]:9999");
    }
    String literal = authority.substring(1, close);
    String rest = authority.substring(close + 1);
    if (!isIpv6(literal)) {
      throw wrong(text, "what stands in brackets is not an IPv6 address");
    }
    String canonical = AddressText.of(InetAddress.ofLiteral(literal));
    if (rest.startsWith(":")) {
      return reading.endpoint(canonical, parsePort(text, rest.substring(1)));
    }
    String advice = "the port is missing: write [" + literal + "]:9999";
    if (!rest.isEmpty()) {
      throw wrong(text, advice);
    }
    return reading.withoutPort(canonical, advice);
  }

  private static String parseHost(String text, String host) {
    if (host.isEmpty()) {
      return Endpoint.LOCALHOST;
    }
    if (looksLikeIpv4(host)) {
      if (!IPV4.matcher(host).matches()) {
        throw wrong(text, host + " is not an IPv4 address (four numbers from 0 to 255)");
      }
      return host;
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c <= ' ' || "/@#\\[]\"".indexOf(c) >= 0) {
        throw wrong(text, "a host name cannot contain '" + c + "'");
      }
    }
    return host.equalsIgnoreCase(Endpoint.LOCALHOST) ? Endpoint.LOCALHOST : host;
  }

  private static int parsePort(String text, String digits) {
    if (!DIGITS.matcher(digits).matches()) {
      throw wrong(
          text,
          digits.isEmpty()
              ? "the port is missing after the colon"
              : "the port is not a number: " + digits);
    }
    int port = digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    if (port > 65535) {
      throw wrong(text, "ports go from 0 to 65535");
    }
    return port;
  }

  private static Map<String, String> parseOptions(String text, String query) {
    var options = new LinkedHashMap<String, String>();
    for (String option : query.split("&", -1)) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw wrong(text, "after ? come options as name=value, joined by &");
      }
      String name = option.substring(0, equals);
      if (options.put(name, unescape(text, option.substring(equals + 1))) != null) {
        throw wrong(text, "the option " + name + " is given twice");
      }
    }
    return options;
  }

  private static String unescape(String text, String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    var bytes = new ByteArrayOutputStream();
    byte[] source = value.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < source.length; i++) {
      if (source[i] != '%') {
        bytes.write(source[i]);
        continue;
      }
      int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
      int low = i + 2 < source.length ? Character.digit(source[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw wrong(text, "after % come two hexadecimal digits; %25 is the % sign itself");
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The opposite of {@link #unescape}. */
  static String escape(String value) {
    return value.replace("%", "%25").replace("&", "%26");
  }

  /** A path, in which a question mark would begin the options. */
  static String escapePath(String path) {
    return path.replace("%", "%25").replace("?", "%3F");
  }

  static boolean looksLikeIpv4(String host) {
    return NUMBERS_AND_DOTS.matcher(host).matches();
  }

  private static boolean isIpv6(String literal) {
    if (literal.indexOf(':') < 0) {
      return false;
    }
    try {
      InetAddress.ofLiteral(literal);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The whole text is an address, or the address and a port are: {@code ::1} and {@code ::1:9999}.
   */
  private static String bracketAdvice(String authority) {
    int colon = authority.lastIndexOf(':');
    String before = authority.substring(0, colon);
    String after = authority.substring(colon + 1);
    boolean endsInPort = after.length() > 3 && DIGITS.matcher(after).matches() && isIpv6(before);
    return endsInPort ? "[" + before + "]:" + after : "[" + authority + "]:9999";
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("not an endpoint: " + text + ": " + why);
  }
}
