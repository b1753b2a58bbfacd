package dev.leat.cli.feed;

import dev.leat.cli.shell.Retention;
import dev.leat.cli.shell.StorageOptions;
import dev.leat.cli.shell.UsageError;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the stream is kept, and how much of it. */
final class KeepingOptions extends StorageOptions {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = {
        "Keep the stream in this directory too, and go on with what it holds: clients may have all"
            + " of it.",
        "After a restart a --file is fed from behind its last message that is there, with what it"
            + " has got since; a last line without its end waits for the next time. A file that has"
            + " another message there, or fewer, is refused: it is not the one that was fed. The"
            + " same file named twice is fed once; one that was moved or compressed (app.log.1.gz)"
            + " is another, and all of it is fed.",
        "{seq} of a template goes on too. Standard input, --order random and --loop have no place to"
            + " go on at, and are added as they come."
      })
  private @Nullable Path store;

  @Option(
      names = "--again",
      description = "With --store, feed files from their beginning though they are there already.")
  private boolean again;

  /**
   * What is asked for.
   *
   * @throws UsageError if it needs a store and there is none
   */
  Keeping keeping() {
    if (store == null && (saysSync() || again)) {
      throw new UsageError((again ? "--again" : "--sync") + " is for --store DIR");
    }
    Retention kept = retention();
    Retention standard = store == null ? Retention.MEMORY : Retention.EVERYTHING;
    return new Keeping(store, sync(), kept == null ? standard : kept, again);
  }
}
