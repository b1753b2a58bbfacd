package dev.leat.cli.feed;

import dev.leat.cli.shell.OutputFailed;
import dev.leat.cli.shell.Retention;
import dev.leat.cli.shell.StoreEnd;
import dev.leat.framing.Framing;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.StoreOptions;
import dev.leat.stream.Sync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream is kept, and how much of it.
 *
 * @param store its directory; null if it is kept in memory alone
 * @param sync when the files of the store are forced
 * @param again whether files are fed again though the store has them
 */
record Keeping(@Nullable Path store, Sync sync, Retention retention, boolean again) {
  /** Whether it outlives the process. */
  boolean stored() {
    return store != null;
  }

  /** Opens the log, or makes it. */
  MessageLog open(Framing framing, LogOptions options) throws IOException {
    return store == null
        ? MessageLog.inMemory(framing, options)
        : MessageLog.open(store, framing, options, StoreOptions.standard().sync(sync));
  }

  /**
   * Closes the log.
   *
   * @throws OutputFailed if not everything could be kept
   */
  void close(MessageLog log) throws OutputFailed {
    if (store == null) {
      log.close();
    } else {
      StoreEnd.close(log, store);
    }
  }

  /**
   * What the stream has already of what is fed; null if it begins anew.
   *
   * @param trouble what is told of what people must know
   */
  @Nullable History history(MessageLog log, Consumer<String> trouble) {
    return store == null ? null : new History(log, again, trouble);
  }
}
