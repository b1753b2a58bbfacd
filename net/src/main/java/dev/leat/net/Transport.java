package dev.leat.net;

/** What carries the bytes to and from an endpoint. */
public enum Transport {
  /** TCP over IPv4 or IPv6. */
  TCP("tcp"),
  /** TLS over TCP: see {@link Tls}. */
  TLS("tls"),
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

  /** The word before {@code ://} in an endpoint's text. */
  @Override
  public String toString() {
    return word;
  }
}
