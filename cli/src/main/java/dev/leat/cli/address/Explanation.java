package dev.leat.cli.address;

import static dev.leat.cli.address.Subject.canonical;

import dev.leat.cli.shell.JsonText;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressSeqRange;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What there is to say about an address: names and values, for people and as JSON. */
final class Explanation {
  private static final int TEREDO_SERVER_AT = 4;
  private static final int TEREDO_CLIENT_AT = 12;
  private static final int WIDTH = 11;

  private final Map<String, Object> facts = new LinkedHashMap<>();

  Explanation(Subject subject) {
    IPAddress address = subject.address();
    facts.put("address", subject.text());
    facts.put("version", address.isIPv4() ? 4 : 6);
    facts.put("bits", address.getBitCount());
    facts.put("canonical", subject.canonical());
    facts.put("full", full(address));
    facts.put("integer", address.getValue().toString());
    facts.put("hex", address.toHexString(true));
    facts.put("binary", binary(address));
    range(address);
    if (address instanceof IPv6Address ipv6) {
      embedded(ipv6);
    }
    if (subject.zone() != null) {
      facts.put("zone", subject.zone());
    }
    facts.put("reverse", address.toReverseDNSLookupString());
    if (subject.prefix() == null) {
      facts.put("addresses", power(address.getBitCount()));
    } else {
      block(address, subject.prefix());
    }
  }

  /** With all digits of each group, but not for IPv4, where a leading zero may mean octal. */
  private static String full(IPAddress address) {
    return address.isIPv4() ? canonical(address) : address.toFullString();
  }

  private static String binary(IPAddress address) {
    int groupBits = address.isIPv4() ? 8 : 16;
    var digits = new StringBuilder(address.toBinaryString());
    for (int at = address.getBitCount() - groupBits; at > 0; at -= groupBits) {
      digits.insert(at, address.isIPv4() ? '.' : ':');
    }
    return digits.toString();
  }

  private void range(IPAddress address) {
    Range range = Range.of(address);
    facts.put("range", range.prefix().toCanonicalString());
    facts.put("use", range.use());
    facts.put("source", range.source());
    facts.put("scope", range.scope().toString());
  }

  /** The IPv4 addresses that stand inside. */
  private void embedded(IPv6Address address) {
    if (address.isTeredo()) {
      facts.put("server", ipv4(address, TEREDO_SERVER_AT, 0));
      facts.put("client", ipv4(address, TEREDO_CLIENT_AT, 0xFF));
    } else if (address.is6To4()) {
      facts.put("ipv4", canonical(address.get6To4IPv4Address()));
    } else if (address.isIPv4Mapped() || address.isWellKnownIPv4Translatable()) {
      facts.put("ipv4", canonical(address.getEmbeddedIPv4Address()));
    }
  }

  private static String ipv4(IPv6Address address, int from, int mask) {
    byte[] bytes = Arrays.copyOfRange(address.getBytes(), from, from + 4);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= (byte) mask;
    }
    return canonical(new IPv4Address(bytes));
  }

  private void block(IPAddress address, int prefix) {
    IPAddressSeqRange block = address.toPrefixBlock(prefix).coverWithSequentialRange();
    String first = canonical(block.getLower());
    facts.put("prefix", first + "/" + prefix);
    facts.put("mask", canonical(address.getNetwork().getNetworkMask(prefix, false)));
    facts.put("first", first);
    facts.put("last", canonical(block.getUpper()));
    facts.put("size", power(address.getBitCount() - prefix));
  }

  private static BigInteger power(int bits) {
    return BigInteger.ONE.shiftLeft(bits);
  }

  /**
   * One JSON object. Numbers that may be beyond 32 bits are strings, because many programs would
   * round them.
   */
  String json() {
    var json = new StringBuilder("{");
    facts.forEach((name, value) -> {
      json.append(json.length() == 1 ? "" : ",");
      JsonText.quote(json, name);
      json.append(':');
      if (value instanceof Integer number) {
        json.append(number);
      } else {
        JsonText.quote(json, value.toString());
      }
    });
    return json.append("}\n").toString();
  }

  /** A line with the address, and a line for each fact. */
  String text() {
    var text = new StringBuilder(facts.get("address") + "\n");
    facts.forEach((name, value) -> {
      String line = forPeople(name, value);
      if (!line.isEmpty()) {
        text.append("  ").append(name).repeat(" ", Math.max(1, WIDTH - name.length()));
        text.append(line).append('\n');
      }
    });
    return text.toString();
  }

  /** What stands behind the name; empty for what another line has. */
  private String forPeople(String name, Object value) {
    return switch (name) {
      case "address", "bits", "hex", "use", "source" -> "";
      case "version" -> "IPv" + value + ", " + facts.get("bits") + " bits";
      case "integer" -> value + ", " + facts.get("hex");
      case "range" -> value + ": " + facts.get("use") + " (" + facts.get("source") + ")";
      case "addresses" ->
          "2^" + facts.get("bits") + " = " + value + " IPv" + facts.get("version") + " addresses";
      case "size" -> value + (value.equals(BigInteger.ONE) ? " address" : " addresses");
      default -> value.toString();
    };
  }
}
