package dev.leat.net;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens to a client that reconnects. Each call comes on the thread to which it
 * happens, which waits for it.
 */
public interface ClientEvents {

  /** A connection is there, what is to be resent has been, and now everybody may use it. */
  default void connected(Connection connection) {}

  /**
   * The connection is gone, and a new one is sought.
   *
   * @param cause what ended it, or null if the peer finished
   */
  default void lost(Endpoint peer, @Nullable IOException cause) {}

  /**
   * Whether to seek another connection where one could not be had, or was lost, for this reason.
   * Where not, everybody who waits is told it.
   *
   * @return true unless overridden: whatever it is, the other side may mend it
   */
  default boolean triesAgain(IOException cause) {
    return true;
  }

  /** An attempt has failed; the next is made after a while. */
  default void attemptFailed(IOException cause, Duration retryIn) {}
}
