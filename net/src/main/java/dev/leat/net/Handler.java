package dev.leat.net;

/** What a server does with one connection. */
@FunctionalInterface
public interface Handler {

  /**
   * Runs on a virtual thread of its own. When it returns the connection is closed in peace ({@link
   * Connection#close}). What it throws ends this connection alone, and is logged with the peer.
   */
  void handle(Connection connection) throws Exception;
}
