package dev.leat.net;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens to a server. Each call comes on the thread to which it happens, which waits
 * for it; what it throws is logged and changes nothing.
 */
public interface ServerEvents {

  /** A connection is about to be handled. */
  default void connected(Connection connection) {}

  /**
   * A client begins with a TLS handshake, and the server speaks none: it expects {@code tls://}.
   * The connection goes on, and its bytes are received like any others.
   */
  default void speaksTls(Connection connection) {}

  /**
   * A connection's handler has ended and the connection is closed.
   *
   * @param failure what the handler threw, or null if it returned
   */
  default void disconnected(Connection connection, @Nullable Throwable failure) {}

  /**
   * A connection was closed without being handled.
   *
   * @param reason why, as a phrase: {@code more than 3 connections from this address}
   */
  default void refused(Endpoint peer, String reason) {}

  /**
   * Nothing can be accepted just now, for lack of file descriptors for instance; it is tried again
   * after a while.
   */
  default void acceptFailed(IOException failure, Duration retryIn) {}
}
