package dev.leat.cli.shell;

import dev.leat.stream.LogClosed;
import dev.leat.stream.MessageLog;
import java.nio.file.Path;

/** The end of what a command has kept in a store: only then is known whether all of it is there. */
public final class StoreEnd {
  private StoreEnd() {}

  /**
   * Closes the log. To be called however the command's work has ended, since a command that is
   * stopped ends well otherwise.
   *
   * @throws OutputFailed if the stream had stopped, or what came last could not be kept
   */
  public static void close(MessageLog log, Path store) throws OutputFailed {
    log.close();
    LogClosed failure = log.failure();
    if (failure != null) {
      throw OutputFailed.of("the store " + store, failure);
    }
  }
}
