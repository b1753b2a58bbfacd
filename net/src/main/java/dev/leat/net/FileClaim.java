package dev.leat.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to remove what stands at a path, which one has at a time: among threads, and among the
 * processes that ask for it in this way. It is a lock on a file beside the path, which is removed
 * again.
 */
final class FileClaim implements Closeable {
  private static final String PREFIX = ".leat-claim-";
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * One thread of this process at a time: the locks of the system are between processes, and a
   * process loses them when any of its threads closes the file.
   */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path file;
  private final FileChannel channel;

  private FileClaim(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Waits until nobody else has it.
   *
   * @throws BindException if somebody has it for longer than that
   */
  static FileClaim to(Path path, Duration limit) throws IOException {
    Path file = path.resolveSibling(PREFIX + path.getFileName());
    long end = System.nanoTime() + limit.toNanos();
    lockThreads(file, limit);
    try {
      while (true) {
        FileChannel channel =
            FileChannel.open(
                file,
                Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS));
        if (isHeld(file, channel)) {
          return new FileClaim(file, channel);
        }
        if (System.nanoTime() - end > 0) {
          throw held(file);
        }
        Durations.sleep(PAUSE);
      }
    } catch (IOException | RuntimeException e) {
      THREADS.unlock();
      throw e;
    }
  }

  /**
   * Whether the lock is on the file that is found by its name, and not on one that its last holder
   * has removed: what is written into the one must be read from the other.
   */
  private static boolean isHeld(Path file, FileChannel channel) throws IOException {
    boolean held = false;
    try {
      if (channel.tryLock() != null) {
        byte[] mark =
            HexFormat.of().toHexDigits(RANDOM.nextLong()).getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0).write(ByteBuffer.wrap(mark), 0);
        held = Arrays.equals(mark, Files.readAllBytes(file));
      }
    } catch (NoSuchFileException e) {
      held = false; // Removed by its last holder.
    } finally {
      if (!held) {
        channel.close();
      }
    }
    return held;
  }

  private static void lockThreads(Path file, Duration limit) throws IOException {
    try {
      if (!THREADS.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw held(file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  private static BindException held(Path file) {
    return new BindException(
        "another program is about to replace it, and does not come to an end: it holds " + file);
  }

  /** Gives it back; once, by the thread that has it. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    } finally {
      THREADS.unlock();
    }
  }
}
