package dev.leat.net;

/**
 * Two connections with each other inside the process, for tests of what is built on them: no
 * socket, no port, the same behaviour.
 *
 * @param left one end
 * @param right the other
 */
public record ConnectionPair(Connection left, Connection right) {
  private static final int CAPACITY = 64 << 10;

  /** A new pair, both ends behaving alike. Each holds 64 KiB on their way to the other. */
  public static ConnectionPair open(ConnectionOptions options) {
    return open(options, options);
  }

  /** A new pair, each end behaving in its own way. */
  public static ConnectionPair open(ConnectionOptions left, ConnectionOptions right) {
    MemoryWire[] wires = MemoryWire.pair(CAPACITY);
    Resources resources = Resources.ofClient();
    return new ConnectionPair(
        new Connection(wires[0], left, resources), new Connection(wires[1], right, resources));
  }
}
