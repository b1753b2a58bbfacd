package dev.leat.net;

/**
 * How many connections a server serves at a time.
 *
 * @param connections in all; at least 1
 * @param perAddress from one IP address; 0 for no limit. One too many is refused, whatever {@code
 *     whenFull} says. It has no meaning for Unix-domain sockets
 * @param whenFull what happens to one more than {@code connections}
 */
public record Limits(int connections, int perAddress, WhenFull whenFull) {
  private static final Limits STANDARD = new Limits(10_000, 0, WhenFull.QUEUE);

  /** Checks the ranges. */
  public Limits {
    if (connections < 1) {
      throw new IllegalArgumentException("connections must be at least 1, not " + connections);
    }
    if (perAddress < 0) {
      throw new IllegalArgumentException("perAddress cannot be negative: " + perAddress);
    }
  }

  /** 10,000 connections, as many from one address as there are, and one more waits. */
  public static Limits standard() {
    return STANDARD;
  }

  /** The same with another number of connections in all. */
  public Limits connections(int most) {
    return new Limits(most, perAddress, whenFull);
  }

  /** The same with another number of connections from one address; 0 for no limit. */
  public Limits perAddress(int most) {
    return new Limits(connections, most, whenFull);
  }

  /** The same with another answer to one connection too many. */
  public Limits whenFull(WhenFull answer) {
    return new Limits(connections, perAddress, answer);
  }
}
