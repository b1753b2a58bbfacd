package dev.leat.net;

import java.net.InetAddress;

/** The two addresses that {@code localhost} stands for. */
final class Loopback {
  static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");
  static final InetAddress IPV6 = InetAddress.ofLiteral("::1");

  private Loopback() {}
}
