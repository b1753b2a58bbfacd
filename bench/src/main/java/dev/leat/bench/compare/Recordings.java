package dev.leat.bench.compare;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.leat.framing.Framing;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.StoreOptions;
import dev.leat.stream.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the same lines as a store and as a file. */
final class Recordings {
  private static final int BLOCK = 64 << 10;

  private Recordings() {}

  /**
   * Writes at least so many bytes to {@code store} and to {@code file}, where they are not there
   * from an earlier round.
   *
   * @return how many
   */
  static long make(Path folder, long bytes) throws IOException {
    Path file = folder.resolve("file");
    byte[] block = block();
    long blocks = (bytes + block.length - 1) / block.length;
    if (Files.exists(file) && Files.size(file) == blocks * block.length) {
      return blocks * block.length;
    }
    Files.createDirectories(folder);
    empty(folder.resolve("store"));
    try (FileChannel copy = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING);
        MessageLog store =
            MessageLog.open(
                folder.resolve("store"),
                Framing.lines(),
                LogOptions.standard().retention(4 * bytes),
                StoreOptions.standard().sync(Sync.NONE))) {
      for (long i = 0; i < blocks; i++) {
        store.appendFrames(ByteBuffer.wrap(block));
        copy.write(ByteBuffer.wrap(block));
      }
    }
    return blocks * block.length;
  }

  private static byte[] block() {
    var block = new StringBuilder();
    while (block.length() < BLOCK) {
      block.append("x".repeat(99)).append('\n');
    }
    return block.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void empty(Path store) throws IOException {
    if (Files.isDirectory(store)) {
      try (var files = Files.newDirectoryStream(store)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
    }
  }
}
