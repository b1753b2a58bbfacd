package dev.leat.cli.address;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a text that should be an address, said so that it can be mended: which group,
 * and why. Addresses are those of RFC 4291 and RFC 4007 (zones), and four decimal numbers; nothing
 * of what {@code inet_aton} takes besides, such as octal or missing groups.
 */
final class Mistake {
  private static final int IPV4_GROUPS = 4;
  private static final int IPV6_GROUPS = 8;
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;
  private static final int MOST_IN_OCTET = 255;

  private Mistake() {}

  /** What is wrong with {@code ADDRESS[%ZONE][/PREFIX]}; null if nothing is. */
  static @Nullable String in(String text) {
    int slash = text.indexOf('/');
    String zoned = slash < 0 ? text : text.substring(0, slash);
    int percent = zoned.indexOf('%');
    String address = percent < 0 ? zoned : zoned.substring(0, percent);
    boolean ipv6 = address.indexOf(':') >= 0;
    String mistake = ipv6 ? inIpv6(address) : inIpv4(address);
    if (mistake == null && percent >= 0) {
      mistake = inZone(zoned.substring(percent + 1), ipv6);
    }
    if (mistake == null && slash >= 0) {
      mistake = inPrefix(text.substring(slash + 1), ipv6 ? IPV6_BITS : IPV4_BITS);
    }
    return mistake;
  }

  private static @Nullable String inIpv4(String address) {
    if (address.isEmpty()) {
      return "it is empty";
    }
    if (address.chars().noneMatch(c -> c == '.')) {
      return digits(address, 10)
          ? "a number alone is none: an IPv4 address has 4 groups, as in 192.0.2.1"
          : "a name is none, and is not looked up here";
    }
    String[] groups = address.split("\\.", -1);
    for (int i = 0; i < groups.length; i++) {
      String wrong = inOctet(groups[i]);
      if (wrong != null) {
        return "group " + (i + 1) + wrong;
      }
    }
    return groups.length == IPV4_GROUPS
        ? null
        : "it has " + groups.length + " groups, and an IPv4 address has 4, as in 192.0.2.1";
  }

  private static @Nullable String inOctet(String group) {
    if (group.isEmpty()) {
      return " is empty";
    }
    if (!digits(group, 10)) {
      return ", '" + group + "', is not a number";
    }
    String number = withoutLeadingZeros(group);
    if (number.length() > 3 || Integer.parseInt(number) > MOST_IN_OCTET) {
      return ", " + group + ", is more than 255";
    }
    return number.length() == group.length()
        ? null
        : ", "
            + group
            + ", begins with 0, which some programs take for octal and others do not: write "
            + number;
  }

  private static @Nullable String inIpv6(String address) {
    if (address.startsWith("[")) {
      return "brackets belong to an endpoint: leave them out, and the port";
    }
    int onlyColon = address.indexOf(':');
    if (address.lastIndexOf(':') == onlyColon) {
      String host = address.substring(0, onlyColon);
      if (inIpv4(host) == null) {
        return "a port does not belong to an address: write " + host;
      }
    }
    if (address.contains(":::")) {
      return "three colons follow each other";
    }
    int gap = address.indexOf("::");
    if (gap >= 0 && address.indexOf("::", gap + 1) >= 0) {
      return "'::' stands twice, so that nobody can tell how many zeros each means";
    }
    if (address.startsWith(":") && gap != 0) {
      return "it begins with a single colon";
    }
    if (address.endsWith(":") && gap != address.length() - 2) {
      return "it ends with a single colon";
    }
    return inGroups(address.replaceFirst("^::|::$", "").replace("::", ":"), gap >= 0);
  }

  /** The groups that are written, without the gap. */
  private static @Nullable String inGroups(String written, boolean gap) {
    String[] groups = written.isEmpty() ? new String[0] : written.split(":", -1);
    int count = groups.length;
    for (int i = 0; i < groups.length; i++) {
      boolean last = i == groups.length - 1;
      String wrong;
      if (groups[i].indexOf('.') >= 0) {
        wrong = last ? inIpv4(groups[i]) : "an IPv4 address can only be the last";
        count++; // it takes the place of two
      } else {
        wrong = inHexadecimal(groups[i]);
      }
      if (wrong != null) {
        return "group " + (i + 1) + ", '" + groups[i] + "': " + wrong;
      }
    }
    return inCount(count, gap);
  }

  private static @Nullable String inCount(int count, boolean gap) {
    if (count > IPV6_GROUPS) {
      return "it has " + count + " groups, and an IPv6 address has 8";
    }
    if (gap && count == IPV6_GROUPS) {
      return "it has 8 groups already, and '::' stands for at least one";
    }
    if (!gap && count < IPV6_GROUPS) {
      return "it has "
          + count
          + (count == 1 ? " group" : " groups")
          + ", and an IPv6 address has 8, or '::' once in place of zeros";
    }
    return null;
  }

  private static @Nullable String inHexadecimal(String group) {
    for (int i = 0; i < group.length(); i++) {
      if (!digits(group.substring(i, i + 1), 16)) {
        return "'" + group.charAt(i) + "' is not a hexadecimal digit";
      }
    }
    return group.length() > 4 ? "it has " + group.length() + " digits, and 4 are the most" : null;
  }

  private static @Nullable String inZone(String zone, boolean ipv6) {
    if (!ipv6) {
      return "an IPv4 address has no zone (%" + zone + ")";
    }
    if (zone.isEmpty()) {
      return "after % the zone is missing, as in fe80::1%eth0";
    }
    boolean clean = zone.chars().noneMatch(c -> c <= ' ' || c == '%' || c == 0x7F);
    return clean ? null : "the zone '" + zone + "' cannot be the name of an interface";
  }

  private static @Nullable String inPrefix(String prefix, int bits) {
    if (prefix.isEmpty()) {
      return "after / the prefix length is missing, as in /" + bits / 2;
    }
    if (!digits(prefix, 10)) {
      return "the prefix length '"
          + prefix
          + "' is not a number of bits, as in /"
          + bits / 2
          + (prefix.indexOf('.') >= 0 ? " (of a mask, how many ones it has)" : "");
    }
    String number = withoutLeadingZeros(prefix);
    if (number.length() < prefix.length()) {
      return "the prefix length " + prefix + " begins with 0: write /" + number;
    }
    return number.length() > 3 || Integer.parseInt(number) > bits
        ? "the prefix length " + prefix + " is more than the " + bits + " bits of an address"
        : null;
  }

  private static boolean digits(String text, int radix) {
    return text.chars().allMatch(c -> c < 0x80 && Character.digit(c, radix) >= 0);
  }

  private static String withoutLeadingZeros(String digits) {
    return digits.replaceFirst("^0+(?=.)", "");
  }
}
