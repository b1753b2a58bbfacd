package dev.leat.cli.shell;

import dev.leat.framing.Framing;
import dev.leat.stream.LogCounts;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether what comes is kept on disk, and how. */
public final class KeepOptions extends StorageOptions {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "Keep what comes in this directory too, with its time and who sent it, before anything"
              + " else is done with it: leat store shows it, leat replay plays it. What is there is"
              + " gone on with.")
  private @Nullable Path store;

  /** Where it is kept; null if it is not. */
  public @Nullable Path store() {
    if (store == null && (saysSync() || retention() != null)) {
      throw new UsageError((saysSync() ? "--sync" : "--retention") + " is for --store DIR");
    }
    return store;
  }

  /**
   * Opens the store, or creates it; null if there is to be none.
   *
   * @param framing of the stream
   * @param maxMessage the longest message
   */
  public @Nullable MessageLog open(Framing framing, int maxMessage) throws IOException {
    Path where = store();
    if (where == null) {
      return null;
    }
    return open(where, framing, LogOptions.standard().maxMessage(maxMessage));
  }

  /**
   * Closes the store, if there is one.
   *
   * @throws OutputFailed if not everything could be kept
   */
  public void close(@Nullable MessageLog log) throws OutputFailed {
    if (log != null && store != null) {
      StoreEnd.close(log, store);
    }
  }

  /** Says where what comes is kept, and how much is there. */
  public void say(Console console, MessageLog log) {
    LogCounts counts = log.counts();
    long there = counts.next() - counts.earliest();
    String has = there == 1 ? " is" : " are";
    console.say(
        "keeping what comes in "
            + store
            + (there == 0 ? "" : ", where " + Amounts.count(there, "message") + has));
  }
}
