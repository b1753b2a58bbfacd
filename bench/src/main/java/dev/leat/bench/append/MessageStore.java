package dev.leat.bench.append;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What the comparison of appending does with a store, whoever has made it. */
interface MessageStore extends AutoCloseable {
  /** Bytes of each message, its LF among them. */
  int SIZE = 100;

  /** Opens a store that is there, or makes one. */
  @FunctionalInterface
  interface Opening {
    /**
     * Opens it.
     *
     * @param forced whether {@link #force} is called after each batch, and not at any other time
     */
    MessageStore open(Path directory, boolean forced) throws Exception;
  }

  /** Appends a batch of messages: the bytes from the buffer's position to its limit. */
  void append(ByteBuffer batch) throws Exception;

  /**
   * Returns when all that was appended would survive a killed process; called once, at the end, for
   * those whose {@link #append} returns before that.
   */
  default void settle() throws Exception {}

  /** Returns when all that was appended would survive a loss of power. */
  void force() throws Exception;

  /** Reads everything from the first byte to the last, as many at a time as go together. */
  void read(ByteSum sum) throws Exception;

  /** Reads everything message by message; the same for who knows no other way. */
  default void readMessages(ByteSum sum) throws Exception {
    read(sum);
  }

  @Override
  void close() throws IOException;
}
