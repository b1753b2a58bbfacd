package dev.leat.stream;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Opens the log of a store, to write it or to follow another process that does. */
final class StoredLog {
  private StoredLog() {}

  static MessageLog open(
      Path store,
      @Nullable Framing framing,
      LogOptions options,
      StoreOptions storeOptions,
      InstantSource clock,
      Disk disk)
      throws IOException {
    StoreDirectory directory = StoreDirectory.take(store, disk);
    LogCore log = null;
    try {
      Sync sync = storeOptions.sync();
      var recovered =
          new Recovery(directory, framing, sync, options.producers(), clock.millis()).recover();
      var state = StoreState.opened(recovered, sync, disk.boot(), directory.stateNumber(sync));
      var link = new StoreLink(directory, storeOptions, state);
      log = new LogCore(Framing.parse(recovered.framing()), options, clock, recovered, link);
      directory.enter(state);
      log.start();
      return new MessageLog(log);
    } catch (IOException | RuntimeException | Error e) {
      if (log != null) {
        log.close();
      }
      try {
        directory.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** One that another process writes: retention is what is there. */
  static MessageLog follow(Path store, Disk disk) throws IOException {
    StoreDirectory directory = StoreDirectory.look(store, disk);
    Recovered found = Extents.look(directory);
    var options = LogOptions.standard().retention(Long.MAX_VALUE / 4).slowTimeout(null);
    var log =
        new LogCore(
            Framing.parse(found.framing()),
            options,
            InstantSource.system(),
            found,
            StoreLink.following(directory));
    try {
      log.start();
    } catch (IOException | RuntimeException | Error e) {
      log.close();
      throw e;
    }
    return new MessageLog(log);
  }
}
