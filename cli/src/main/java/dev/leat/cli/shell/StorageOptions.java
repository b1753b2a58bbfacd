package dev.leat.cli.shell;

import dev.leat.framing.Framing;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.StoreOptions;
import dev.leat.stream.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a stream is kept on disk, and how much of it. */
public class StorageOptions {
  @Option(
      names = "--sync",
      order = 1,
      paramLabel = "WHEN",
      description =
          "When files are forced to the disk: none (a loss of power may take all), interval (about"
              + " the last second), always (nothing that anybody has got, or was told is stored)."
              + " The end of the process, however it comes, takes nothing. Default: interval.")
  private @Nullable Sync sync;

  @Option(
      names = "--retention",
      order = 1,
      paramLabel = "SIZE|TIME",
      converter = Retention.Converter.class,
      description =
          "Keep no more than so much (10GB), or for so long (7d): the oldest goes first, a segment"
              + " at a time. Default: everything on disk; 64MiB of what is in memory alone.")
  private @Nullable Retention retention;

  /** When files are forced. */
  protected Sync sync() {
    return sync == null ? Sync.INTERVAL : sync;
  }

  /** Whether that was said. */
  protected boolean saysSync() {
    return sync != null;
  }

  /** How much is kept; null if that was not said. */
  protected @Nullable Retention retention() {
    return retention;
  }

  /**
   * Opens a store, or creates it, for appending.
   *
   * @param framing of the stream; null takes that of the store
   * @param standard how what comes is appended; how much is kept is said by these options
   */
  public MessageLog open(Path store, @Nullable Framing framing, LogOptions standard)
      throws IOException {
    Retention kept = retention == null ? Retention.EVERYTHING : retention;
    try {
      return MessageLog.open(
          store, framing, kept.of(standard), StoreOptions.standard().sync(sync()));
    } catch (IllegalArgumentException e) {
      throw new UsageError("--retention " + kept + ": " + e.getMessage());
    }
  }

  /** Whether there is a store already, whose framing is known. */
  public static boolean holdsStream(Path store) throws IOException {
    if (Files.exists(store.resolve("state"))) {
      return true;
    }
    if (!Files.isDirectory(store)) {
      return false;
    }
    try (Stream<Path> files = Files.list(store)) {
      return files.anyMatch(file -> file.toString().endsWith(".index"));
    }
  }
}
