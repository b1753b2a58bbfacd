package dev.leat.cli.shell;

import dev.leat.stream.LogClosed;
import dev.leat.stream.MessageLog;
import java.nio.file.Path;

/** The end of what a command has kept in a store: only then is known whether all of it is there. */
public final class StoreEnd {
  private StoreEnd() {}

  /**
   * Has the command end when the stream stops, though nothing may come for long that would hear of
   * it.
   */
  public static void watch(MessageLog log, Console console) {
    log.whenFailed(console.stop()::request);
  }

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
