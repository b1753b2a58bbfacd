package dev.leat.cli.address;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.ipv6.IPv6Address;
import org.jspecify.annotations.Nullable;

/**
 * An address that somebody asks about: {@code fe80::1%eth0/64}.
 *
 * @param text as it was written
 * @param address without zone and prefix length
 * @param zone the interface that a link-local address belongs to
 * @param prefix how many of its bits are the network's
 */
record Subject(String text, IPAddress address, @Nullable String zone, @Nullable Integer prefix) {
  private static final IPAddressStringParameters STRICT = strict();

  private static IPAddressStringParameters strict() {
    var builder = new IPAddressStringParameters.Builder();
    builder
        .getIPv6AddressParametersBuilder()
        .allowBase85(false)
        .allowZone(false)
        .allowBinary(false);
    builder.getIPv4AddressParametersBuilder().allowLeadingZeros(false).allowBinary(false);
    return builder
        .allow_inet_aton(false)
        .allowEmpty(false)
        .allowAll(false)
        .allowSingleSegment(false)
        .allowPrefix(false)
        .allowMask(false)
        .allowWildcardedSeparator(false)
        .setRangeOptions(RangeParameters.NO_RANGE)
        .toParams();
  }

  /**
   * Reads {@code ADDRESS[%ZONE][/PREFIX]}.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong
   */
  static Subject parse(String text) {
    String mistake = Mistake.in(text);
    if (mistake != null) {
      throw new IllegalArgumentException("not an address: " + text + ": " + mistake);
    }
    int slash = text.indexOf('/');
    String zoned = slash < 0 ? text : text.substring(0, slash);
    int percent = zoned.indexOf('%');
    String address = percent < 0 ? zoned : zoned.substring(0, percent);
    try {
      return new Subject(
          text,
          new IPAddressString(address, STRICT).toAddress(),
          percent < 0 ? null : zoned.substring(percent + 1),
          slash < 0 ? null : Integer.valueOf(text.substring(slash + 1)));
    } catch (AddressStringException e) {
      throw new IllegalArgumentException("not an address: " + text + ": " + e.getMessage(), e);
    }
  }

  /** As RFC 5952 wants it written, with its zone. */
  String canonical() {
    return canonical(address) + (zone == null ? "" : "%" + zone);
  }

  /** As RFC 5952 wants it written; section 5 has an IPv4 address in an IPv6 one in decimal. */
  static String canonical(IPAddress address) {
    return address instanceof IPv6Address ipv6 && ipv6.isIPv4Mapped()
        ? "::ffff:" + ipv6.getEmbeddedIPv4Address().toCanonicalString()
        : address.toCanonicalString();
  }
}
