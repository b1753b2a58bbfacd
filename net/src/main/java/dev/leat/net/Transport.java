package dev.leat.net;

/** What carries the bytes to and from an endpoint. */
public enum Transport {
  /** TCP over IPv4 or IPv6. */
  TCP("tcp"),
  /** Two ends inside one process: see {@link ConnectionPair}. */
  MEMORY("memory");

  private final String word;

  Transport(String word) {
    this.word = word;
  }

  /** The word before {@code ://} in an endpoint's text. */
  @Override
  public String toString() {
    return word;
  }
}
