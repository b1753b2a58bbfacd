package dev.leat.net;

/** What carries the bytes to and from an endpoint. */
public enum Transport {
  /** TCP over IPv4 or IPv6. */
  TCP("tcp"),
  /** TLS over TCP: see {@link Tls}. */
  TLS("tls"),
  /** A Unix-domain socket: a stream of bytes between programs of one machine, by way of a file. */
  UNIX("unix"),
  /** TLS over a Unix-domain socket, whose peers have no host names to check. */
  TLS_UNIX("tls+unix"),
  /** UDP over IPv4 or IPv6: single datagrams, without connections. See {@link UdpSocket}. */
  UDP("udp"),
  /** Two ends inside one process: see {@link ConnectionPair}. */
  MEMORY("memory");

  private final String word;

  Transport(String word) {
    this.word = word;
  }

  /** Whether what it carries is encrypted, and the peer known by its certificate. */
  public boolean isSecured() {
    return this == TLS || this == TLS_UNIX;
  }

  /** TLS over this, where there is such a thing; else itself. */
  Transport secured() {
    return switch (this) {
      case TCP -> TLS;
      case UNIX -> TLS_UNIX;
      default -> this;
    };
  }

  /**
   * Whether it carries a stream of bytes, so that there are connections: all but {@link #UDP} do.
   */
  public boolean hasConnections() {
    return this != UDP;
  }

  /** Whether its endpoints are hosts with ports. */
  boolean hasPorts() {
    return !isFile() && this != MEMORY;
  }

  /** Whether its endpoints are files. */
  public boolean isFile() {
    return this == UNIX || this == TLS_UNIX;
  }

  /** The word before the first colon in an endpoint's text. */
  @Override
  public String toString() {
    return word;
  }
}
