package dev.leat.net;

/** What carries the bytes to and from an endpoint. */
public enum Transport {
  /** TCP over IPv4 or IPv6. */
  TCP("tcp"),
  /** TLS over TCP: see {@link Tls}. */
  TLS("tls"),
  /** A Unix-domain socket: a stream of bytes between programs of one machine, by way of a file. */
  UNIX("unix"),
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
    return this == TLS;
  }

  /** TLS over this, where there is such a thing; else itself. */
  Transport secured() {
    return this == TCP ? TLS : this;
  }

  /** What TLS stands on; else itself. */
  Transport beneath() {
    return this == TLS ? TCP : this;
  }

  /**
   * Whether it carries a stream of bytes, so that there are connections: all but {@link #UDP} do.
   */
  public boolean hasConnections() {
    return this != UDP;
  }

  /** Whether its endpoints are hosts with ports. */
  boolean hasPorts() {
    return this != UNIX && this != MEMORY;
  }

  /** The word before the first colon in an endpoint's text. */
  @Override
  public String toString() {
    return word;
  }
}
