package dev.leat.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses network interfaces for multicast. */
final class Interfaces {
  private Interfaces() {}

  /**
   * The interface for a group.
   *
   * @param nameOrAddress which; null for the one in the group's own zone ({@code ff02::1%eth0}), or
   *     else the first that is up and does multicast, or else the loopback
   */
  static NetworkInterface of(@Nullable String nameOrAddress, InetAddress group) throws IOException {
    if (nameOrAddress != null) {
      return named(nameOrAddress);
    }
    if (group instanceof Inet6Address zoned && zoned.getScopedInterface() != null) {
      return zoned.getScopedInterface();
    }
    NetworkInterface loopback = null;
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      if (each.isLoopback()) {
        loopback = each;
      } else if (each.isUp() && each.supportsMulticast() && speaks(each, group)) {
        return each;
      }
    }
    if (loopback == null) {
      throw new SocketException("no network interface does multicast");
    }
    return loopback;
  }

  /** Whether it has an address of the group's family. */
  private static boolean speaks(NetworkInterface each, InetAddress group) {
    return each.inetAddresses().anyMatch(own -> own.getClass().equals(group.getClass()));
  }

  private static NetworkInterface named(String nameOrAddress) throws IOException {
    NetworkInterface found = NetworkInterface.getByName(nameOrAddress);
    if (found == null && isLiteral(nameOrAddress)) {
      found = NetworkInterface.getByInetAddress(InetAddress.ofLiteral(nameOrAddress));
    }
    if (found == null) {
      throw new SocketException(
          "there is no network interface "
              + nameOrAddress
              + " (there is "
              + NetworkInterface.networkInterfaces()
                  .map(NetworkInterface::getName)
                  .collect(Collectors.joining(", "))
              + ")");
    }
    return found;
  }

  private static boolean isLiteral(String text) {
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
