package dev.leat.cli.show;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Shows what comes from one peer. Used by the thread that receives. */
public interface Display {

  /**
   * Shows a message, or what a read brought.
   *
   * @param message lent until this returns, and perhaps consumed
   */
  void show(ByteBuffer message) throws IOException;

  /** The message that is shown next is kept in a stream, where it has this offset. */
  default void at(long offset) {}

  /** Whether nothing more of this peer is wanted. */
  default boolean enough() {
    return false;
  }

  /** The peer has finished: shows what is left. */
  default void finish() throws IOException {}
}
