package dev.leat.cli.shell;

import dev.leat.framing.Framing;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import dev.leat.stream.StoreOptions;
import dev.leat.stream.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a stream is kept on disk. */
public final class StorageOptions {
  /** Kept whole: more than any disk has, and far from where sums of it overflow. */
  private static final long EVERYTHING = Long.MAX_VALUE / 4;

  @Option(
      names = "--sync",
      paramLabel = "WHEN",
      description =
          "When files are forced to the disk: none (a loss of power may take all), interval (the"
              + " last second at most), always (nothing that was stored). The end of the process,"
              + " however it comes, takes nothing. Default: interval.")
  private Sync sync = Sync.INTERVAL;

  @Option(
      names = "--retention",
      paramLabel = "SIZE|TIME",
      description =
          "Keep no more than so much (10GB), or for so long (7d): the oldest goes first, a segment"
              + " at a time. Default: everything.")
  private @Nullable String retention;

  /**
   * Opens the store, or creates it, for appending.
   *
   * @param framing of the stream; null takes that of the store
   * @param maxMessage the longest message
   */
  public MessageLog open(Path store, @Nullable Framing framing, int maxMessage) throws IOException {
    LogOptions options = options().maxMessage(maxMessage);
    try {
      return MessageLog.open(store, framing, options, StoreOptions.standard().sync(sync));
    } catch (IllegalArgumentException e) {
      throw new UsageError("--retention " + retention + ": " + e.getMessage());
    }
  }

  /** Whether there is a store already, whose framing is known. */
  public static boolean holdsStream(Path store) {
    return Files.exists(store.resolve("state"));
  }

  /** Nobody who reads it holds up what comes in. */
  private LogOptions options() {
    LogOptions options = LogOptions.standard().slow(Slow.SKIP).retention(EVERYTHING);
    if (retention == null) {
      return options;
    }
    Long size = size(retention);
    return size == null ? options.maxAge(age(retention)) : options.retention(size);
  }

  private static @Nullable Long size(String text) {
    try {
      return Sizes.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Duration age(String text) {
    try {
      Duration age = Durations.parse(text);
      if (age.isPositive()) {
        return age;
      }
    } catch (IllegalArgumentException e) {
      // Neither of the two: what would be right is said below.
    }
    throw new UsageError("--retention: '" + text + "' is no size (10GB) and no time (7d)");
  }
}
