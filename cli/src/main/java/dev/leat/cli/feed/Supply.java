package dev.leat.cli.feed;

import dev.leat.stream.MessageLog;
import java.io.IOException;

/** The messages of one round, handed over to a log as many at a time as are asked for. */
interface Supply extends AutoCloseable {
  /** What {@link #appendTo} answers when there are no more. */
  long END = -1;

  /**
   * Appends what every client gets first and is not part of the stream; may wait for it. To be
   * called once, before {@link #appendTo}.
   */
  default void headerTo(MessageLog header) throws IOException {}

  /**
   * Appends what comes next; may wait for it.
   *
   * @param messages at most so many
   * @param bytes no more messages once so many bytes have been appended
   * @return how many messages were appended, which may be none yet; {@link #END} if there are no
   *     more
   */
  long appendTo(MessageLog log, long messages, long bytes) throws IOException;

  /** Messages left out or cut so far, because they were longer than is accepted. */
  default long dropped() {
    return 0;
  }

  @Override
  default void close() throws IOException {}
}
