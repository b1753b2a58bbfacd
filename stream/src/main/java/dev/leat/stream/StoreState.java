package dev.leat.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a store's writer says of itself, in a small file of text that is rewritten in place: so that
 * the next to open the store knows how the last one ended.
 *
 * @param framing of the stream, in its text form
 * @param boot the {@linkplain Disk#boot() run of the system} in which it was opened
 * @param writer the process that has it open
 * @param newest base offset of the newest segment, -1 if there is none
 * @param closed the offset of the next message when it was closed in order, -1 while it is open
 * @param inode the number of the file in which it is written; empty if that is not known
 */
record StoreState(
    String framing,
    long epoch,
    Sync sync,
    String boot,
    String writer,
    long newest,
    long closed,
    String inode) {
  /** Always as long, so that what is read is never the end of an older one. */
  private static final int BYTES = 4 << 10;

  private static final String KIND = "leat-store ";
  private static final String VERSION = "1";
  private static final String FORMAT = KIND + VERSION;

  /** Of a store that has been opened, in this process. */
  static StoreState opened(Recovered recovered, Sync sync, String boot, String inode) {
    return new StoreState(
        recovered.framing(),
        recovered.epoch(),
        sync,
        boot,
        "process " + ProcessHandle.current().pid(),
        recovered.newest(),
        -1,
        inode);
  }

  StoreState newest(long offset) {
    return new StoreState(framing, epoch, sync, boot, writer, offset, closed, inode);
  }

  StoreState epoch(long begun) {
    return new StoreState(framing, begun, sync, boot, writer, newest, closed, inode);
  }

  StoreState closed(long next) {
    return new StoreState(framing, epoch, sync, boot, writer, newest, next, inode);
  }

  /** Whether this was written in that run of the system; false if that is not known. */
  boolean isOf(String run) {
    return !run.isEmpty() && run.equals(boot);
  }

  /** Whether this was written in another file than that: so the store has been copied since. */
  boolean isCopied(String number) {
    return !inode.isEmpty() && !number.isEmpty() && !inode.equals(number);
  }

  /** Whether it was closed in order, and everything that was in it then was forced. */
  boolean wasClosed() {
    return closed >= 0 && sync != Sync.NONE;
  }

  void write(FileChannel file) throws IOException {
    String text =
        """
        %s
        framing %s
        epoch %d
        sync %s
        boot %s
        writer %s
        newest %d
        closed %d
        file %s
        end
        """
            .formatted(FORMAT, framing, epoch, sync, boot, writer, newest, closed, inode);
    byte[] bytes = text.getBytes(UTF_8);
    ByteBuffer padded = ByteBuffer.allocate(Math.max(BYTES, bytes.length)).put(bytes);
    while (padded.position() < padded.capacity()) {
      padded.put((byte) '\n');
    }
    padded.flip();
    while (padded.hasRemaining()) {
      file.write(padded, padded.position());
    }
  }

  /**
   * Reads it; null if there is none, or none that was written to its end.
   *
   * @throws StoreUnusable if it is of another version of the format
   */
  static @Nullable StoreState read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    // Bytes that a loss of power has left are no reason to fail.
    String text = new String(Files.readAllBytes(file), UTF_8);
    if (!text.startsWith(KIND) || !text.contains("\nend\n")) {
      return null;
    }
    if (!text.startsWith(FORMAT + "\n")) {
      throw new StoreUnusable(
          "%s was written in version %s of the format; this program reads version %s"
              .formatted(file, text.substring(KIND.length(), text.indexOf('\n')), VERSION));
    }
    Map<String, String> values =
        text.lines()
            .filter(line -> line.indexOf(' ') > 0)
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf(' ')),
                    line -> line.substring(line.indexOf(' ') + 1),
                    (first, second) -> first));
    try {
      return new StoreState(
          values.getOrDefault("framing", ""),
          number(values, "epoch"),
          Sync.valueOf(values.getOrDefault("sync", "")),
          values.getOrDefault("boot", ""),
          values.getOrDefault("writer", ""),
          number(values, "newest"),
          number(values, "closed"),
          values.getOrDefault("file", ""));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static long number(Map<String, String> values, String name) {
    return Long.parseLong(values.getOrDefault(name, ""));
  }
}
