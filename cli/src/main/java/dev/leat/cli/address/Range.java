package dev.leat.cli.address;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv6.IPv6Address;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A part of the addresses that is set aside for something, as IANA's registries have it: the IPv4
 * and IPv6 Special-Purpose Address Registries, and those of multicast addresses.
 *
 * @param prefix its addresses
 * @param use what they are for
 * @param scope how far they reach
 * @param source where that is written
 */
record Range(IPAddress prefix, String use, Scope scope, String source) {

  /** How far the packets for an address go. */
  enum Scope {
    MACHINE("this machine"),
    LINK("this link"),
    REALM("this realm of a mesh"),
    ADMINISTRATION("as far as somebody has said"),
    NETWORK("this network: private, not routed on the internet"),
    ORGANIZATION("this organization"),
    GLOBAL("global"),
    NOWHERE("none: not for traffic");

    private final String text;

    Scope(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final List<Range> IPV4 =
      List.of(
          of("0.0.0.0/0", "unicast", Scope.GLOBAL, "RFC 791"),
          of("0.0.0.0/8", "this network", Scope.LINK, "RFC 791"),
          of("0.0.0.0/32", "unspecified: to listen, every interface", Scope.NOWHERE, "RFC 1122"),
          of("10.0.0.0/8", "private", Scope.NETWORK, "RFC 1918"),
          of(
              "100.64.0.0/10",
              "shared by a provider's customers (CGNAT)",
              Scope.NETWORK,
              "RFC 6598"),
          of("127.0.0.0/8", "loopback", Scope.MACHINE, "RFC 1122"),
          of("169.254.0.0/16", "link-local", Scope.LINK, "RFC 3927"),
          of("172.16.0.0/12", "private", Scope.NETWORK, "RFC 1918"),
          of("192.0.0.0/24", "protocol assignments", Scope.NETWORK, "RFC 6890"),
          of("192.0.0.9/32", "the nearest port mapper (PCP)", Scope.GLOBAL, "RFC 7723"),
          of("192.0.0.10/32", "the nearest relay (TURN)", Scope.GLOBAL, "RFC 8155"),
          of("192.0.0.170/31", "to discover translators (NAT64)", Scope.NOWHERE, "RFC 7050"),
          of("192.0.2.0/24", "documentation", Scope.NOWHERE, "RFC 5737"),
          of("192.31.196.0/24", "answers for private names (AS112)", Scope.GLOBAL, "RFC 7535"),
          of("192.52.193.0/24", "the nearest multicast relay (AMT)", Scope.GLOBAL, "RFC 7450"),
          of("192.88.99.0/24", "6to4 relays, no longer used", Scope.GLOBAL, "RFC 7526"),
          of("192.168.0.0/16", "private", Scope.NETWORK, "RFC 1918"),
          of("192.175.48.0/24", "answers for private names (AS112)", Scope.GLOBAL, "RFC 7534"),
          of("198.18.0.0/15", "benchmarks", Scope.NETWORK, "RFC 2544"),
          of("198.51.100.0/24", "documentation", Scope.NOWHERE, "RFC 5737"),
          of("203.0.113.0/24", "documentation", Scope.NOWHERE, "RFC 5737"),
          of("224.0.0.0/4", "multicast", Scope.GLOBAL, "RFC 5771"),
          of("224.0.0.0/24", "multicast, local network control", Scope.LINK, "RFC 5771"),
          of("232.0.0.0/8", "multicast from one source", Scope.GLOBAL, "RFC 4607"),
          of("233.252.0.0/24", "documentation, multicast", Scope.NOWHERE, "RFC 6676"),
          of("239.0.0.0/8", "multicast, administered", Scope.ADMINISTRATION, "RFC 2365"),
          of("239.192.0.0/14", "multicast, administered", Scope.ORGANIZATION, "RFC 2365"),
          of("239.255.0.0/16", "multicast, administered", Scope.NETWORK, "RFC 2365"),
          of("240.0.0.0/4", "reserved", Scope.NOWHERE, "RFC 1112"),
          of("255.255.255.255/32", "broadcast", Scope.LINK, "RFC 919"));

  private static final List<Range> IPV6 =
      List.of(
          of("::/0", "not assigned", Scope.NOWHERE, "RFC 4291"),
          of("::/96", "IPv4-compatible, no longer used", Scope.NOWHERE, "RFC 4291"),
          of("::/128", "unspecified: to listen, every interface", Scope.NOWHERE, "RFC 4291"),
          of("::1/128", "loopback", Scope.MACHINE, "RFC 4291"),
          of(
              "::ffff:0:0/96",
              "IPv4-mapped: an IPv4 peer, as an IPv6 socket sees it",
              Scope.NOWHERE,
              "RFC 4291"),
          of("64:ff9b::/96", "IPv4 through a translator (NAT64)", Scope.GLOBAL, "RFC 6052"),
          of("64:ff9b:1::/48", "IPv4 through a translator (NAT64)", Scope.NETWORK, "RFC 8215"),
          of("100::/64", "to be discarded", Scope.NETWORK, "RFC 6666"),
          of("100:0:0:1::/64", "a source that is none", Scope.NOWHERE, "RFC 9780"),
          of("2000::/3", "unicast", Scope.GLOBAL, "RFC 4291"),
          of("2001::/23", "protocol assignments", Scope.NETWORK, "RFC 2928"),
          of("2001::/32", "Teredo: IPv6 in UDP over IPv4", Scope.GLOBAL, "RFC 4380"),
          of("2001:1::1/128", "the nearest port mapper (PCP)", Scope.GLOBAL, "RFC 7723"),
          of("2001:1::2/128", "the nearest relay (TURN)", Scope.GLOBAL, "RFC 8155"),
          of("2001:1::3/128", "the nearest service registrar (SRP)", Scope.GLOBAL, "RFC 9665"),
          of("2001:2::/48", "benchmarks", Scope.NETWORK, "RFC 5180"),
          of("2001:3::/32", "the nearest multicast relay (AMT)", Scope.GLOBAL, "RFC 7450"),
          of("2001:4:112::/48", "answers for private names (AS112)", Scope.GLOBAL, "RFC 7535"),
          of("2001:20::/28", "hashes of identities (ORCHIDv2)", Scope.GLOBAL, "RFC 7343"),
          of("2001:30::/28", "identities of drones (DET)", Scope.GLOBAL, "RFC 9374"),
          of("2001:db8::/32", "documentation", Scope.NOWHERE, "RFC 3849"),
          of("2002::/16", "6to4: IPv6 over IPv4", Scope.GLOBAL, "RFC 3056"),
          of("2620:4f:8000::/48", "answers for private names (AS112)", Scope.GLOBAL, "RFC 7534"),
          of("3fff::/20", "documentation", Scope.NOWHERE, "RFC 9637"),
          of("5f00::/16", "segment routing", Scope.NETWORK, "RFC 9602"),
          of("fc00::/7", "unique local (ULA)", Scope.NETWORK, "RFC 4193"),
          of("fe80::/10", "link-local", Scope.LINK, "RFC 4291"),
          of("fec0::/10", "site-local, no longer used", Scope.NETWORK, "RFC 3879"),
          of("ff00::/8", "multicast", Scope.NOWHERE, "RFC 4291"));

  private static Range of(String prefix, String use, Scope scope, String source) {
    return new Range(
        Objects.requireNonNull(new IPAddressString(prefix).getAddress()), use, scope, source);
  }

  /** The smallest range that has this address. */
  static Range of(IPAddress address) {
    Range range =
        (address.isIPv4() ? IPV4 : IPV6)
            .stream()
                .filter(candidate -> candidate.prefix.contains(address))
                .max(Comparator.comparing(candidate -> candidate.prefix.getNetworkPrefixLength()))
                .orElseThrow();
    if (!(address instanceof IPv6Address ipv6)) {
      return range;
    }
    if (ipv6.isMulticast()) {
      return range.reaching(multicastScope(ipv6.getBytes()[1] & 0xF));
    }
    return ipv6.isIPv4Mapped() ? range.reaching(of(ipv6.getEmbeddedIPv4Address()).scope) : range;
  }

  private Range reaching(Scope other) {
    return new Range(prefix, use, other, source);
  }

  /** RFC 4291, section 2.7, and RFC 7346. */
  private static Scope multicastScope(int number) {
    return switch (number) {
      case 1 -> Scope.MACHINE;
      case 2 -> Scope.LINK;
      case 3 -> Scope.REALM;
      case 4 -> Scope.ADMINISTRATION;
      case 5 -> Scope.NETWORK;
      case 8 -> Scope.ORGANIZATION;
      case 14 -> Scope.GLOBAL;
      default -> Scope.NOWHERE;
    };
  }
}
