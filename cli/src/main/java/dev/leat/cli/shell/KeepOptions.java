package dev.leat.cli.shell;

import dev.leat.framing.Framing;
import dev.leat.stream.LogCounts;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.StoreOptions;
import dev.leat.stream.Sync;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether what comes is kept on disk, and how. */
public final class KeepOptions {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "Keep what comes in this directory too, with its time and who sent it, before anything"
              + " else is done with it: leat store shows it, leat replay plays it. What is there is"
              + " gone on with.")
  private @Nullable Path store;

  @Option(
      names = "--sync",
      paramLabel = "WHEN",
      description =
          "When files are forced to the disk: none (a loss of power may take all), interval (the"
              + " last second at most), always (nothing that was stored). The end of the process,"
              + " however it comes, takes nothing. Default: interval.")
  private @Nullable Sync sync;

  @Option(
      names = "--retention",
      paramLabel = "SIZE|TIME",
      converter = Retention.Converter.class,
      description =
          "Keep no more than so much (10GB), or for so long (7d): the oldest goes first, a segment"
              + " at a time. Default: everything.")
  private @Nullable Retention retention;

  /** Where it is kept; null if it is not. */
  public @Nullable Path store() {
    if (store == null && (sync != null || retention != null)) {
      throw new UsageError((sync != null ? "--sync" : "--retention") + " is for --store DIR");
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
    LogOptions standard = LogOptions.standard().maxMessage(maxMessage);
    LogOptions options = (retention == null ? Retention.EVERYTHING : retention).of(standard);
    var storing = StoreOptions.standard().sync(sync == null ? Sync.INTERVAL : sync);
    try {
      return MessageLog.open(where, framing, options, storing);
    } catch (IllegalArgumentException e) {
      throw new UsageError("--retention " + retention + ": " + e.getMessage());
    }
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
