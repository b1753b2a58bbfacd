package dev.leat.cli.feed;

import dev.leat.cli.shell.Retention;
import dev.leat.cli.shell.UsageError;
import dev.leat.stream.Sync;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the stream is kept, and how much of it. */
final class KeepingOptions {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = {
        "Keep the stream in this directory too, and go on with what it holds: clients may have all"
            + " of it.",
        "After a restart a --file is fed from behind its last message that is there, with what it"
            + " has got since; a last line without its end waits for the next time. A file that has"
            + " another message there, or fewer, is refused: it is not the one that was fed.",
        "{seq} of a template goes on too. Standard input, --order random and --loop have no place to"
            + " go on at, and are added as they come."
      })
  private @Nullable Path store;

  @Option(
      names = "--again",
      description = "With --store, feed files from their beginning though they are there already.")
  private boolean again;

  @Option(
      names = "--sync",
      paramLabel = "WHEN",
      description =
          "When the files of --store are forced to the disk: none (a loss of power may take all),"
              + " interval (the last second at most), always (nothing that a client has got). The"
              + " end of the process, however it comes, takes nothing. Default: interval.")
  private @Nullable Sync sync;

  @Option(
      names = "--retention",
      paramLabel = "SIZE|TIME",
      converter = Retention.Converter.class,
      description =
          "How much is kept for clients that come late or are slow: 10GB, 7d. Default: 64MiB in"
              + " memory, everything in a --store.")
  private @Nullable Retention retention;

  /**
   * What is asked for.
   *
   * @throws UsageError if it needs a store and there is none
   */
  Keeping keeping() {
    if (store == null && (sync != null || again)) {
      throw new UsageError((again ? "--again" : "--sync") + " is for --store DIR");
    }
    Retention standard = store == null ? Retention.MEMORY : Retention.EVERYTHING;
    return new Keeping(
        store,
        sync == null ? Sync.INTERVAL : sync,
        retention == null ? standard : retention,
        again);
  }
}
